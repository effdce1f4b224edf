package io.appinfra.net.shutdown;

/**
 * The connections of a web server. Safe for use by many threads.
 */
public interface ServerConnections {

	/**
	 * Refuse new connections from now on, and keep on serving those that are there.
	 * Clients of HTTP/2 are asked to go elsewhere.
	 * @return whether any connection may be there, also if that is not known
	 */
	boolean refuseNew();

}
