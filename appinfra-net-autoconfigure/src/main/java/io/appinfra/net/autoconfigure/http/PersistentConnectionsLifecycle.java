package io.appinfra.net.autoconfigure.http;

import io.appinfra.net.http.servlet.PersistentConnections;

import org.springframework.context.SmartLifecycle;

/**
 * Sends clients elsewhere from the moment in which readiness refuses traffic.
 */
class PersistentConnectionsLifecycle implements SmartLifecycle {

	private final PersistentConnections connections;

	private volatile boolean running;

	PersistentConnectionsLifecycle(PersistentConnections connections) {
		this.connections = connections;
	}

	@Override
	public void start() {
		this.connections.admit();
		this.running = true;
	}

	@Override
	public void stop() {
		this.connections.end();
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return whether it stops when the context is paused, during which the web server
	 * goes on: it does not.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Return the phase that stops first.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
