package io.appinfra.net.cluster;

import java.util.concurrent.CompletionStage;

import io.appinfra.net.ticker.TickerControl;

/**
 * Where the tickers of the cluster tick in this instance. Safe for use by many threads;
 * no method waits for a tick.
 */
public interface TickerRuns {

	/**
	 * Let a ticker tick here, from what stands in its record.
	 * @param ticker the name of the ticker
	 * @param owner the name of the life of this instance that owns it
	 */
	void start(String ticker, String owner);

	/**
	 * Let a ticker end here after the tick that runs.
	 * @param ticker the name of the ticker
	 * @return is completed after its {@code onStop}
	 */
	CompletionStage<?> stop(String ticker);

	/**
	 * End a ticker here at once. Does nothing if it has ended.
	 * @param ticker the name of the ticker
	 * @return is completed after its {@code onStop}
	 */
	CompletionStage<?> abandon(String ticker);

	/**
	 * Return whether a ticker could tick here.
	 * @param ticker the name of the ticker
	 * @return whether what it runs in is there
	 */
	boolean isReady(String ticker);

	/**
	 * Return a ticker as it ticks here.
	 * @param ticker the name of the ticker
	 * @return the ticker
	 */
	TickerControl control(String ticker);

}
