package io.appinfra.net.ticker;

/**
 * Where a ticker runs.
 */
public enum RunIn {

	/**
	 * Where {@code appinfra.net.ticker-defaults} says, and in-process if it says nothing.
	 * No ticker has it once its settings have been read.
	 */
	DEFAULT,

	/**
	 * In the web process.
	 */
	IN_PROCESS,

	/**
	 * In a worker: a process of its own, which the web process supervises.
	 */
	WORKER

}
