package io.appinfra.net.http.limits;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.appinfra.net.DetachedThreads;

/**
 * Runs what has to happen when a request has taken too long. What it runs must not block.
 * Its only thread is there as long as there are deadlines.
 */
public final class Deadlines implements AutoCloseable {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

	private final ScheduledThreadPoolExecutor executor = createExecutor();

	private static ScheduledThreadPoolExecutor createExecutor() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
				new DetachedThreads("handler-deadlines-"));
		executor.setRemoveOnCancelPolicy(true);
		executor.setKeepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	Future<?> schedule(Duration delay, Runnable action) {
		return this.executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
