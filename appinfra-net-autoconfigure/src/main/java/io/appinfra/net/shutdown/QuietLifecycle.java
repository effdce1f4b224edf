package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Refuses new connections before the web server stops, and serves those that are there
 * until no request comes any more: so the client or load balancer closes them, and never
 * meets the server doing so.
 */
public final class QuietLifecycle extends ShutdownStep {

	/**
	 * The phase between the end of ticking and that in which the web server takes no
	 * request any more.
	 */
	static final int PHASE = DEFAULT_PHASE - 768;

	/**
	 * How long a request can take to come on a connection that was accepted just now.
	 */
	private static final Duration WITHOUT_CONNECTIONS = Duration.ofMillis(100);

	private final Traffic traffic;

	private final Supplier<@Nullable ServerConnections> connections;

	private final Duration quiet;

	private final Duration longest;

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
		super(PHASE);
		this.traffic = traffic;
		this.connections = connections;
		this.quiet = quiet;
		this.longest = longest;
	}

	@Override
	protected void take(Runnable callback) {
		ServerConnections connections = this.connections.get();
		if (connections == null || this.quiet.isZero()) {
			callback.run();
			return;
		}
		boolean open = connections.refuseNew() || this.quiet.compareTo(WITHOUT_CONNECTIONS) < 0;
		Duration quiet = open ? this.quiet : WITHOUT_CONNECTIONS;
		this.traffic.listen();
		Waiting.begin(this.longest, () -> {
			connections.goAway();
			return this.traffic.isQuiet(quiet);
		}, callback);
	}

}
