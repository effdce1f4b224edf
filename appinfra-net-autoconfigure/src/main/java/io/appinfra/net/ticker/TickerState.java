package io.appinfra.net.ticker;

/**
 * What a ticker is doing.
 */
public enum TickerState {

	/**
	 * Waits for the next tick, or for its worker.
	 */
	WAITING,

	/**
	 * Runs a tick.
	 */
	RUNNING,

	/**
	 * Leaves out all ticks until it is resumed.
	 */
	PAUSED,

	/**
	 * Ticks in another instance of the application.
	 */
	STANDBY,

	/**
	 * Has not started, has stopped, or could not start.
	 */
	STOPPED

}
