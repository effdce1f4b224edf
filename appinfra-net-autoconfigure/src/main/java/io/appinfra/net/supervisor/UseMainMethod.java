package io.appinfra.net.supervisor;

/**
 * Whether a worker runs the main method of the application, as its web process did.
 */
public enum UseMainMethod {

	/**
	 * Run it up to the start of the application, if the web process was started by one.
	 */
	WHEN_AVAILABLE,

	/**
	 * Start the application without it.
	 */
	NEVER

}
