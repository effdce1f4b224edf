package io.appinfra.net.ticker.local;

import io.appinfra.net.ticker.Ticker;

/**
 * What a ticker does, or waits for.
 */
enum Phase {

	/**
	 * Nothing of it was called.
	 */
	NEW,

	/**
	 * Waits for a thread to start on.
	 */
	START_DUE,

	/**
	 * Is in {@link Ticker#onStart}.
	 */
	STARTING,

	/**
	 * Waits until a tick is due, or asked for.
	 */
	WAITING,

	/**
	 * Waits for a thread to tick or to stop on.
	 */
	TURN_DUE,

	/**
	 * Is in a tick, or asks whether it may begin one.
	 */
	TICKING,

	/**
	 * Is in {@link Ticker#onStop}.
	 */
	STOPPING,

	/**
	 * Nothing of it is called any more.
	 */
	ENDED

}
