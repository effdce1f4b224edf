package io.appinfra.net.metrics;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.meter.MeterReport;

/**
 * What is to be reported about a meter of a worker.
 */
interface Pending {

	/**
	 * The worker's tickers begin.
	 */
	default void begin() {
	}

	/**
	 * Take what has come together since the last time.
	 * @return the report, {@code null} if there is nothing to report
	 */
	@Nullable MeterReport take();

}
