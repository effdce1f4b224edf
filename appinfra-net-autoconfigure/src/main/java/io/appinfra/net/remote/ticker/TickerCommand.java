package io.appinfra.net.remote.ticker;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickOrigin;

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
	 * Ask for a tick out of turn.
	 * @param ticker the name of the ticker
	 * @param origin what asks for it
	 * @return the command
	 */
	public static TickerCommand trigger(String ticker, TickOrigin origin) {
		return new TickerCommand(ticker, Action.TRIGGER, null, origin.traceparents());
	}

	/**
	 * Pause a ticker, or resume it.
	 * @param ticker the name of the ticker
	 * @param paused whether it is to be paused
	 * @return the command
	 */
	static TickerCommand setPaused(String ticker, boolean paused) {
		return new TickerCommand(ticker, paused ? Action.PAUSE : Action.RESUME, null, List.of());
	}

	/**
	 * Change the interval of a ticker.
	 * @param ticker the name of the ticker
	 * @param interval the interval
	 * @return the command
	 */
	static TickerCommand setInterval(String ticker, Duration interval) {
		return new TickerCommand(ticker, Action.SET_INTERVAL, interval, List.of());
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
