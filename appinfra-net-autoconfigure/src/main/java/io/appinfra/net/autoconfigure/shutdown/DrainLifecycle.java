package io.appinfra.net.autoconfigure.shutdown;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.context.SmartLifecycle;

/**
 * Lets some time pass between the moment in which readiness refuses traffic and the
 * moment in which anything stops, so that a load balancer notices.
 */
class DrainLifecycle implements SmartLifecycle {

	private final Duration delay;

	private volatile boolean running;

	DrainLifecycle(Duration delay) {
		this.delay = delay;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Nothing waits in the common pool: on Java 25 the thread that closes the application
	 * may be its only one.
	 */
	@Override
	public void stop(Runnable callback) {
		stop();
		CompletableFuture.delayedExecutor(this.delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
			.execute(callback);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return the phase that stops first.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
