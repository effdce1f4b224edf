package io.appinfra.net.supervisor;

/**
 * Why a worker's process had to be replaced.
 */
public enum RestartReason {

	/**
	 * It ended by itself, or was killed by somebody else.
	 */
	CRASH,

	/**
	 * It was killed since it gave no sign of life.
	 */
	HEARTBEAT,

	/**
	 * It was killed since a tick ran longer than its timeout.
	 */
	TICK_TIMEOUT,

	/**
	 * It ended, or was killed, before its tickers had started.
	 */
	START_FAILURE,

	/**
	 * Somebody asked it to end, or it ended normally.
	 */
	REQUESTED

}
