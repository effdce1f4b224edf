package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.appinfra.net.DetachedThreads;

/**
 * Waits for something that is not reported, and so looks for it again and again. Does not
 * wait in the common pool: on Java 25 the thread that closes the application may be the
 * pool's only one.
 */
final class Waiting {

	private static final Duration PERIOD = Duration.ofMillis(20);

	private final ScheduledThreadPoolExecutor thread;

	private final BooleanSupplier over;

	private final Runnable callback;

	private final long deadline;

	private Waiting(Duration longest, BooleanSupplier over, Runnable callback) {
		this.thread = new ScheduledThreadPoolExecutor(1, new DetachedThreads("appinfra-drain-"));
		this.over = over;
		this.callback = callback;
		this.deadline = System.nanoTime() + longest.toNanos();
	}

	/**
	 * Begin to wait.
	 * @param longest how long to wait at most
	 * @param over returns whether it came
	 * @param callback is called in the end
	 */
	static void begin(Duration longest, BooleanSupplier over, Runnable callback) {
		if (longest.isZero() || over.getAsBoolean()) {
			callback.run();
			return;
		}
		Waiting waiting = new Waiting(longest, over, callback);
		waiting.thread.scheduleWithFixedDelay(waiting::look, PERIOD.toMillis(), PERIOD.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	private void look() {
		if (this.deadline - System.nanoTime() <= 0 || this.over.getAsBoolean()) {
			this.thread.shutdown();
			this.callback.run();
		}
	}

}
