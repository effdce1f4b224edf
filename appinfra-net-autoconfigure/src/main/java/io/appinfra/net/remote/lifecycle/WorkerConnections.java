package io.appinfra.net.remote.lifecycle;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.appinfra.net.channel.Connection;
import io.appinfra.net.channel.Hello.Purpose;
import io.appinfra.net.channel.ProtocolException;

/**
 * The connections of one process of a worker. Safe for use by many threads.
 */
final class WorkerConnections {

	private final Map<Purpose, Served> served = new EnumMap<>(Purpose.class);

	private boolean ended;

	/**
	 * Begin to serve a connection.
	 * @param purpose what it carries
	 * @param connection the connection
	 * @return is to be run when it has been served
	 * @throws ProtocolException if the process has ended: its successor may have begun
	 */
	synchronized Runnable begin(Purpose purpose, Connection connection) throws ProtocolException {
		if (this.ended) {
			throw new ProtocolException("The process has ended");
		}
		Served serving = new Served(connection, new CompletableFuture<>());
		this.served.put(purpose, serving);
		return () -> serving.done().complete(null);
	}

	/**
	 * The process has ended: serve no connection that has not begun.
	 * @return is completed when those that have begun are served to their end
	 */
	synchronized CompletableFuture<Void> end() {
		this.ended = true;
		return CompletableFuture
			.allOf(this.served.values().stream().map(Served::done).toArray(CompletableFuture[]::new));
	}

	synchronized boolean has(Purpose purpose) {
		return this.served.containsKey(purpose);
	}

	synchronized void close() {
		this.served.values().forEach((served) -> served.connection().close());
	}

	private record Served(Connection connection, CompletableFuture<Void> done) {

	}

}
