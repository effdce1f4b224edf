package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Refuses new connections before the web server stops, and serves those that are there
 * until no request comes any more: so the client or load balancer closes them, and never
 * meets the server doing so.
 */
public final class QuietLifecycle implements SmartLifecycle {

	/**
	 * The phase between the end of ticking and that in which the web server takes no
	 * request any more.
	 */
	static final int PHASE = DEFAULT_PHASE - 768;

	/**
	 * For as long a request can come on a connection that was accepted just now.
	 */
	private static final Duration WITHOUT_CONNECTIONS = Duration.ofMillis(100);

	private final Traffic traffic;

	private final Supplier<@Nullable ServerConnections> connections;

	private final Duration quiet;

	private final Duration longest;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param traffic the requests that come
	 * @param connections returns the connections, {@code null} if the server is another
	 * one
	 * @param quiet how long no request has to have come
	 * @param longest how long to wait at most
	 */
	public QuietLifecycle(Traffic traffic, Supplier<@Nullable ServerConnections> connections, Duration quiet,
			Duration longest) {
		this.traffic = traffic;
		this.connections = connections;
		this.quiet = quiet;
		this.longest = longest;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		ServerConnections connections = this.connections.get();
		if (connections == null || this.quiet.isZero()) {
			callback.run();
			return;
		}
		boolean open = connections.refuseNew() || this.quiet.compareTo(WITHOUT_CONNECTIONS) < 0;
		Duration quiet = open ? this.quiet : WITHOUT_CONNECTIONS;
		this.traffic.listen();
		Waiting.begin(this.longest, () -> this.traffic.isQuiet(quiet), callback);
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

	@Override
	public int getPhase() {
		return PHASE;
	}

}
