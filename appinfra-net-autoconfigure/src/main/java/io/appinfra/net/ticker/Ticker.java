package io.appinfra.net.ticker;

/**
 * Periodic work. Its schedule comes from {@link Tick} or from the properties under
 * {@code appinfra.net.tickers.<name>}.
 * <p>
 * The methods are called in the order {@link #onStart}, {@link #beforeFirstTick},
 * {@link #tick} again and again, {@link #onStop}; never two at a time, and each
 * happens-before the next, though they may come on different threads. They may throw
 * anything: a failure is logged and counted, and the schedule goes on.
 */
@FunctionalInterface
public interface Ticker {

	/**
	 * Called once when ticking starts. If it throws, the ticker does not start.
	 * @throws Exception why the ticker cannot start
	 */
	default void onStart() throws Exception {
	}

	/**
	 * Called once after {@link #onStart}, immediately before the first tick. If it
	 * throws, the first tick has failed, and it is called again before the next one.
	 * @throws Exception what is logged and counted as a failure of the tick
	 */
	default void beforeFirstTick() throws Exception {
	}

	/**
	 * Called at each tick.
	 * @param tick the tick
	 * @throws Exception what is logged and counted as a failure of the tick
	 */
	void tick(TickContext tick) throws Exception;

	/**
	 * Called once after the last tick, exactly once for every {@link #onStart} that
	 * returned, also when the process is stopping.
	 * @throws Exception what is logged
	 */
	default void onStop() throws Exception {
	}

}
