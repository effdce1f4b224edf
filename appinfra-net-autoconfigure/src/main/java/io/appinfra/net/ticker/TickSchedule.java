package io.appinfra.net.ticker;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * When ticks are due: the arithmetic of {@link TickMode}, alone. It has no clock and no
 * thread, so that it serves those who own their loop:
 *
 * <pre class="code">
 * TickSchedule schedule = TickSchedule.start(TickMode.FLEX, Duration.ofSeconds(1), true, System.nanoTime());
 * while (running) {
 *     LockSupport.parkNanos(schedule.untilNext(System.nanoTime()).toNanos());
 *     if (schedule.tryTick(System.nanoTime())) {
 *         work();
 *     }
 * }
 * </pre>
 *
 * All times are nanoseconds of one monotonic clock such as {@link System#nanoTime()}. The
 * first call of {@link #untilNext} or {@link #tryTick} after a tick began says that this
 * tick has ended. Not safe for use by several threads at once.
 */
public final class TickSchedule {

	private static final long LONGEST = Long.MAX_VALUE / 4;

	private static final long FIRST_BACKOFF = Duration.ofMillis(100).toNanos();

	private static final int BACKOFF_DOUBLINGS = 8;

	private static final int MAX_CATCH_UP = 10;

	private final TickMode mode;

	private final boolean initial;

	private long interval;

	private long due;

	private long anchor;

	private boolean initialTickDue;

	private boolean ticking;

	private long begunDue;

	private int caughtUp;

	private int failuresInARow;

	private boolean failed;

	private long skipped;

	private long skippedBefore;

	private TickSchedule(TickMode mode, long interval, boolean initial, long now) {
		this.mode = mode;
		this.interval = interval;
		this.initial = initial;
		restart(now);
	}

	/**
	 * Start a schedule.
	 * @param mode when the next tick is due
	 * @param interval the interval, positive; of no effect with
	 * {@link TickMode#CONTINUOUS}
	 * @param initial whether the first tick is due now, and not one interval later
	 * @param now the present time in nanoseconds
	 * @return the schedule
	 * @throws IllegalArgumentException if the interval is not positive
	 */
	public static TickSchedule start(TickMode mode, Duration interval, boolean initial, long now) {
		return new TickSchedule(mode, nanos(mode, interval), initial, now);
	}

	/**
	 * Return how long it is until the next tick is due.
	 * @param now the present time in nanoseconds
	 * @return the time until the next tick, zero if it is due
	 */
	public Duration untilNext(long now) {
		endTick(now);
		return Duration.ofNanos(Math.max(0, this.due - now));
	}

	/**
	 * Begin the next tick if it is due.
	 * @param now the present time in nanoseconds
	 * @return whether a tick is due and has begun
	 */
	public boolean tryTick(long now) {
		endTick(now);
		if (this.due - now > 0) {
			return false;
		}
		this.ticking = true;
		this.begunDue = this.due;
		this.initialTickDue = false;
		boolean startsAnew = this.mode == TickMode.FLEX && now - this.anchor > this.interval;
		if (startsAnew) {
			this.skipped += (now - this.anchor) / this.interval;
			this.anchor = now;
		}
		this.skippedBefore = this.skipped;
		this.skipped = 0;
		return true;
	}

	/**
	 * Say that the tick that has begun failed. Only {@link TickMode#CONTINUOUS} waits
	 * longer for it.
	 */
	public void tickFailed() {
		this.failed = true;
	}

	/**
	 * Return when the tick that began last was due.
	 * @return when it was due, in nanoseconds
	 */
	public long dueAt() {
		return this.begunDue;
	}

	/**
	 * Return how many ticks were left out before the one that began last.
	 * @return the number of ticks left out since the tick before
	 */
	public long skipped() {
		return this.skippedBefore;
	}

	/**
	 * Forget what was due and start as at first.
	 * @param now the present time in nanoseconds
	 */
	public void restart(long now) {
		this.ticking = false;
		this.caughtUp = 0;
		this.failed = false;
		this.failuresInARow = 0;
		this.initialTickDue = this.initial || this.mode == TickMode.CONTINUOUS;
		dueAt(this.initialTickDue ? now : now + this.interval);
	}

	/**
	 * Change the interval, from the last tick on.
	 * @param interval the interval, positive
	 * @param now the present time in nanoseconds
	 * @throws IllegalArgumentException if the interval is not positive
	 * @throws IllegalStateException if the mode has no interval
	 */
	public void setInterval(Duration interval, long now) {
		Assert.state(this.mode != TickMode.CONTINUOUS, "CONTINUOUS has no interval");
		long before = this.interval;
		this.interval = nanos(this.mode, interval);
		if (!this.ticking && !this.initialTickDue) {
			long moved = this.due - before + this.interval;
			dueAt((moved - now > 0) ? moved : now);
		}
	}

	private void endTick(long end) {
		if (!this.ticking) {
			return;
		}
		this.ticking = false;
		switch (this.mode) {
			case FLEX -> endFlex(end);
			case STRICT -> endStrict(end);
			case SPACED -> dueAt(end + this.interval);
			case CONTINUOUS -> dueAt(end + backoff());
		}
		this.failed = false;
	}

	private void endFlex(long end) {
		long next = this.anchor + this.interval;
		dueAt(next);
		if (end - next > 0) {
			this.skipped += (end - next) / this.interval;
			this.anchor = end;
		}
	}

	private void endStrict(long end) {
		long next = this.due + this.interval;
		long late = end - next;
		this.caughtUp = (late > 0) ? this.caughtUp + 1 : 0;
		if (this.caughtUp > MAX_CATCH_UP) {
			long missed = late / this.interval + 1;
			this.skipped += missed;
			this.caughtUp = 0;
			next += missed * this.interval;
		}
		dueAt(next);
	}

	private long backoff() {
		this.failuresInARow = this.failed ? this.failuresInARow + 1 : 0;
		return (this.failuresInARow == 0) ? 0 : FIRST_BACKOFF << Math.min(this.failuresInARow - 1, BACKOFF_DOUBLINGS);
	}

	private void dueAt(long due) {
		this.due = due;
		this.anchor = due;
	}

	private static long nanos(TickMode mode, Duration interval) {
		if (mode == TickMode.CONTINUOUS) {
			return 0;
		}
		boolean positive = !interval.isNegative() && !interval.isZero();
		Assert.isTrue(positive, () -> "The interval must be positive, but is " + interval);
		return (interval.compareTo(Duration.ofNanos(LONGEST)) < 0) ? interval.toNanos() : LONGEST;
	}

}
