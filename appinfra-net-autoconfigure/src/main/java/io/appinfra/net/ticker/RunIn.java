package io.appinfra.net.ticker;

/**
 * Where a ticker runs.
 */
public enum RunIn {

	/**
	 * In the web process.
	 */
	IN_PROCESS,

	/**
	 * In a worker: a process of its own, which the web process supervises.
	 */
	WORKER

}
