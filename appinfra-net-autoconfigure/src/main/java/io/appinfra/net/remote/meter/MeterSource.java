package io.appinfra.net.remote.meter;

import java.util.function.Consumer;

/**
 * The meters of a worker. Safe for use by many threads.
 */
public interface MeterSource {

	/**
	 * Remember what gauges are now, since the tickers begin.
	 */
	void begin();

	/**
	 * Take what there is to report since the last time.
	 * @param consumer is given a report on each meter that has any
	 */
	void take(Consumer<MeterReport> consumer);

}
