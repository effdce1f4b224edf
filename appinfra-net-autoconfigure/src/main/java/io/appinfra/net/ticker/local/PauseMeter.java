package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Distinguishes pauses of the whole process from a scheduler that was busy: it is to be
 * run at a fixed delay, by a thread that does nothing else, and when it is run too late,
 * so was everything.
 */
final class PauseMeter implements Runnable, SchedulerDelays {

	static final String PAUSE = "a pause of the JVM, or a machine without processor time to spare";

	/**
	 * The delay at which it is to be run.
	 */
	static final Duration DELAY = Duration.ofMillis(100);

	private static final String BUSY = "the application's task scheduler, which had no thread free"
			+ " (spring.task.scheduling.pool.size gives it more)";

	private static final String EITHER = "the application's task scheduler or a pause of the JVM";

	private final LongSupplier nanoTime;

	private long lastRun;

	private long pauseBegin;

	private long pauseEnd;

	PauseMeter(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.lastRun = nanoTime.getAsLong();
	}

	@Override
	public synchronized void run() {
		measure();
		this.lastRun = this.nanoTime.getAsLong();
	}

	@Override
	public synchronized String cause(long due, long acted) {
		measure();
		long late = acted - due;
		if (late < 2 * DELAY.toNanos()) {
			return EITHER;
		}
		long paused = Math.min(this.pauseEnd - due, late) - Math.max(this.pauseBegin - due, 0);
		return (paused > late / 2) ? PAUSE : BUSY;
	}

	private void measure() {
		long now = this.nanoTime.getAsLong();
		long expected = this.lastRun + DELAY.toNanos();
		if (now - expected > DELAY.toNanos()) {
			this.pauseBegin = expected;
			this.pauseEnd = now;
		}
	}

}
