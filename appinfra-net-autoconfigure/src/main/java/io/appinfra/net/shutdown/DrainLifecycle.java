package io.appinfra.net.shutdown;

import java.time.Duration;

/**
 * Lets some time pass between the moment in which readiness refuses traffic and the
 * moment in which anything stops, so that a load balancer notices. From then on
 * connections end with the responses.
 */
public final class DrainLifecycle extends ShutdownStep {

	private static final int FIRST = Integer.MAX_VALUE;

	private final Traffic traffic;

	private final Duration delay;

	private final Duration quiet;

	/**
	 * Create a lifecycle.
	 * @param traffic learns that the web process drains
	 * @param delay how long to wait at most
	 * @param quiet for how long nothing but probes has to have come to wait no longer
	 */
	public DrainLifecycle(Traffic traffic, Duration delay, Duration quiet) {
		super(FIRST);
		this.traffic = traffic;
		this.delay = delay;
		this.quiet = quiet;
	}

	@Override
	protected void onStart() {
		this.traffic.admit();
	}

	@Override
	protected void take(Runnable callback) {
		this.traffic.drain();
		Waiting.begin(this.delay, () -> this.traffic.hasEnded(this.quiet), callback);
	}

}
