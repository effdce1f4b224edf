package io.appinfra.net.shutdown;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

/**
 * Lets some time pass between the moment in which readiness refuses traffic and the
 * moment in which anything stops, so that a load balancer notices. From then on
 * connections end with the responses.
 */
public final class DrainLifecycle implements SmartLifecycle {

	private final Traffic traffic;

	private final Duration delay;

	private final Duration quiet;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param traffic learns that the web process drains
	 * @param delay how long to wait at most
	 * @param quiet for how long nothing but probes has to have come to wait no longer
	 */
	public DrainLifecycle(Traffic traffic, Duration delay, Duration quiet) {
		this.traffic = traffic;
		this.delay = delay;
		this.quiet = quiet;
	}

	@Override
	public void start() {
		this.traffic.admit();
		this.running = true;
	}

	@Override
	public void stop() {
		this.traffic.drain();
		this.running = false;
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		Waiting.begin(this.delay, () -> this.traffic.hasEnded(this.quiet), callback);
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
