package io.appinfra.net.remote.ticker;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Asks a worker to do something with one of its tickers.
 *
 * @param ticker the name of the ticker
 * @param action what to do
 * @param interval the interval to set, {@code null} for other actions
 * @param traceparents the spans in which a tick was triggered, empty for other actions
 */
public record TickerCommand(String ticker, Action action, @Nullable Duration interval, List<String> traceparents) {

	/**
	 * Create a command that no span is known of.
	 * @param ticker the name of the ticker
	 * @param action what to do
	 * @param interval the interval to set, {@code null} for other actions
	 */
	public TickerCommand(String ticker, Action action, @Nullable Duration interval) {
		this(ticker, action, interval, List.of());
	}

	/**
	 * What to do.
	 */
	public enum Action {

		/**
		 * Tick once, out of turn.
		 */
		TRIGGER,

		/**
		 * Leave out all ticks.
		 */
		PAUSE,

		/**
		 * Start the schedule anew.
		 */
		RESUME,

		/**
		 * Change the interval.
		 */
		SET_INTERVAL

	}

}
