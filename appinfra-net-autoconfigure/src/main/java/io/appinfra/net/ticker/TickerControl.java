package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One ticker, wherever it runs. What each method does and throws, {@link Tickers} says.
 * Safe for use by many threads.
 */
public interface TickerControl {

	/**
	 * Return the status.
	 * @return the status
	 */
	TickerStatus status();

	/**
	 * Return the history.
	 * @return the history
	 */
	TickHistory history();

	/**
	 * Tick once, out of turn.
	 * @param origin what asks for it
	 * @return the tick, when it has ended
	 */
	CompletableFuture<TickRecord> trigger(TickOrigin origin);

	/**
	 * Tick once, out of turn.
	 * @return the tick, when it has ended
	 */
	default CompletableFuture<TickRecord> trigger() {
		return trigger(TickOrigin.NONE);
	}

	/**
	 * Leave out all ticks that are due from now on.
	 */
	void pause();

	/**
	 * Start the schedule anew if the ticker is paused.
	 */
	void resume();

	/**
	 * Change the interval.
	 * @param interval the interval
	 */
	void setInterval(Duration interval);

}
