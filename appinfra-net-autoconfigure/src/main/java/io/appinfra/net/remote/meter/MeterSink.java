package io.appinfra.net.remote.meter;

/**
 * Takes into the web process what is measured in workers. Safe for use by many threads.
 */
public interface MeterSink {

	/**
	 * Takes nothing: the application measures nothing.
	 */
	MeterSink NONE = (report) -> {
	};

	/**
	 * Take a report of a worker.
	 * @param report the report
	 */
	void take(MeterReport report);

}
