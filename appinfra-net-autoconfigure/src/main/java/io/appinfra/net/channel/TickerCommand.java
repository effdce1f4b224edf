package io.appinfra.net.channel;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Asks a worker to do something with one of its tickers.
 *
 * @param ticker the name of the ticker
 * @param action what to do
 * @param interval the interval to set, {@code null} for other actions
 */
public record TickerCommand(String ticker, Action action, @Nullable Duration interval) {

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
