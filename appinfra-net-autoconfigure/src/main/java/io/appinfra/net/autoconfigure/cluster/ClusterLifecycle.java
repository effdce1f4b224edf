package io.appinfra.net.autoconfigure.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.ClusterNode;
import io.appinfra.net.shutdown.ShutdownStep;

/**
 * Joins the other instances after all else has started, and hands tickers over to them
 * before anything stops.
 */
class ClusterLifecycle extends ShutdownStep {

	private static final int FIRST = Integer.MAX_VALUE;

	private final @Nullable ClusterNode node;

	private final Duration patience;

	/**
	 * Create a lifecycle.
	 * @param node this instance, {@code null} if it shares nothing with others
	 * @param patience how long to wait for ticks that run, which go on while others stop
	 */
	ClusterLifecycle(@Nullable ClusterNode node, Duration patience) {
		super(FIRST);
		this.node = node;
		this.patience = patience;
	}

	@Override
	protected void onStart() {
		if (this.node != null) {
			this.node.start();
		}
	}

	@Override
	protected void take(Runnable callback) {
		if (this.node == null) {
			callback.run();
			return;
		}
		this.node.drain()
			.completeOnTimeout(null, this.patience.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((result, failure) -> callback.run());
	}

}
