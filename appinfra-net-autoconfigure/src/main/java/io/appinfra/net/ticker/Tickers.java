package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The tickers of the application. In the web process these are all of them, wherever they
 * run; in a worker those that it runs. What is set here holds until the web process ends,
 * through restarts of workers. Safe for use by many threads; no method waits.
 */
public interface Tickers {

	/**
	 * Return the names of the tickers.
	 * @return the names, in alphabetical order
	 */
	Set<String> names();

	/**
	 * Return the status of a ticker. That of a ticker in a worker is what the worker
	 * reported last.
	 * @param name the name of the ticker
	 * @return its status
	 * @throws IllegalArgumentException if there is no ticker of that name
	 */
	TickerStatus status(String name);

	/**
	 * Return what a ticker did lately, in this life of the web process. Of a ticker in a
	 * worker it has what the worker reported: where ticks come faster than they can be
	 * reported, it has some of them.
	 * @param name the name of the ticker
	 * @return its history
	 * @throws IllegalArgumentException if there is no ticker of that name
	 */
	TickHistory history(String name);

	/**
	 * Let a ticker tick once at once, or, while it ticks, as soon as that tick has ended;
	 * also if it is paused. The schedule does not move for it, except that
	 * {@link TickMode#SPACED} keeps its distance. Triggers that wait for their turn
	 * together are one; one for a worker that is not up waits for it.
	 * @param name the name of the ticker
	 * @return the tick, when it has ended, whatever its {@linkplain TickRecord#outcome()
	 * outcome}; fails with an {@link IllegalStateException} if the ticker is stopped
	 * before
	 * @throws IllegalArgumentException if there is no ticker of that name
	 * @throws IllegalStateException if the ticker has stopped or could not start
	 */
	CompletableFuture<TickRecord> trigger(String name);

	/**
	 * Leave out all ticks of a ticker from now on. One that runs goes on to its end.
	 * @param name the name of the ticker
	 * @throws IllegalArgumentException if there is no ticker of that name
	 */
	void pause(String name);

	/**
	 * Let a paused ticker tick again. Its schedule starts as at first: what was left out
	 * is not made up for. Does nothing if the ticker is not paused.
	 * @param name the name of the ticker
	 * @throws IllegalArgumentException if there is no ticker of that name
	 */
	void resume(String name);

	/**
	 * Change the interval of a ticker, counted from its last tick.
	 * @param name the name of the ticker
	 * @param interval the interval, positive
	 * @throws IllegalArgumentException if there is no ticker of that name, or the
	 * interval is not positive
	 * @throws IllegalStateException if the ticker's mode has no interval
	 */
	void setInterval(String name, Duration interval);

}
