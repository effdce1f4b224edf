package io.appinfra.net.shutdown;

/**
 * The connections of a web server. Safe for use by many threads.
 */
public interface ServerConnections {

	/**
	 * Refuse new connections from now on, and keep on serving those that are there.
	 * @return whether any connection may be there, also if that is not known
	 */
	boolean refuseNew();

	/**
	 * Ask each client of HTTP/2 that was not asked yet to go elsewhere ({@code GOAWAY}).
	 * What it sends before it has seen that is served. Called again and again while new
	 * connections are refused, since a server may pass over one that is busy or young.
	 */
	void goAway();

}
