package io.appinfra.net.ticker;

/**
 * Which instances of the application a ticker ticks in, where several share one state.
 */
public enum TickScope {

	/**
	 * What {@code appinfra.net.ticker-defaults} says, and each instance if it says
	 * nothing. No ticker has it once its settings have been read.
	 */
	DEFAULT,

	/**
	 * Ticks in each instance.
	 */
	INSTANCE,

	/**
	 * Ticks in one instance at a time, which the instances agree on. Needs a shared state
	 * that all of them see.
	 */
	CLUSTER

}
