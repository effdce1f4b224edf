package io.appinfra.net.autoconfigure.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.appinfra.net.cluster.ClusterNode;

/**
 * Joins the other instances after all else has started, and hands tickers over to them
 * before anything stops.
 */
class ClusterLifecycle implements SmartLifecycle {

	private final @Nullable ClusterNode node;

	private final Duration patience;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param node this instance, {@code null} if it shares nothing with others
	 * @param patience how long to wait for ticks that run, which go on while others stop
	 */
	ClusterLifecycle(@Nullable ClusterNode node, Duration patience) {
		this.node = node;
		this.patience = patience;
	}

	@Override
	public void start() {
		if (this.node != null) {
			this.node.start();
		}
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (this.node == null) {
			callback.run();
			return;
		}
		this.node.drain()
			.completeOnTimeout(null, this.patience.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((result, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return whether it stops when the context is paused: it does not, since its tickers
	 * do not.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Return the phase that starts last and stops first.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
