package io.appinfra.net.supervisor;

/**
 * What a worker is doing.
 */
public enum WorkerState {

	/**
	 * Its process has been started, its tickers have not; or it is stopped, since a
	 * restart was requested.
	 */
	STARTING,

	/**
	 * Its tickers are started.
	 */
	UP,

	/**
	 * Its process has ended, and another is started soon.
	 */
	BACKOFF,

	/**
	 * Its process has ended too often, and another is started seldom.
	 */
	DOWN,

	/**
	 * Has not been started, or was stopped with the application.
	 */
	STOPPED

}
