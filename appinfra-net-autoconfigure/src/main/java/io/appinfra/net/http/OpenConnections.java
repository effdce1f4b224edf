package io.appinfra.net.http;

import java.util.concurrent.CompletableFuture;

/**
 * Connections that last until they are ended, and would hold up the shutdown of the web
 * server. Implementations are safe for use by many threads.
 */
public interface OpenConnections {

	/**
	 * Let new connections last.
	 */
	void admit();

	/**
	 * End all connections normally, and those that are opened from now on at once.
	 * @return a future that completes, always normally, as soon as none is left; the
	 * caller may give up before
	 */
	CompletableFuture<?> end();

}
