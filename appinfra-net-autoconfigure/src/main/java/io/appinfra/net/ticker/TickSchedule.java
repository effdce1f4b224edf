package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.ZoneId;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;
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
 * All times are nanoseconds of one monotonic clock such as {@link System#nanoTime()};
 * those of {@link TickMode#CRON} are nanoseconds since the epoch. The first call of
 * {@link #untilNext} or {@link #tryTick} after a tick began says that this tick has
 * ended. Not safe for use by several threads at once.
 */
public final class TickSchedule {

	private final TickRule rule;

	private final boolean initial;

	private long jitter;

	private @Nullable RandomGenerator random;

	private long delay;

	private boolean ticking;

	private boolean outOfTurn;

	private boolean failed;

	private long begunDue;

	private long skipped;

	private TickSchedule(TickRule rule, boolean initial, long now) {
		this.rule = rule;
		this.initial = initial;
		restart(now);
	}

	/**
	 * Start a schedule.
	 * @param mode when the next tick is due, any but {@link TickMode#CRON}
	 * @param interval the interval, positive; of no effect with
	 * {@link TickMode#CONTINUOUS}
	 * @param initial whether the first tick is due now, and not one interval later
	 * @param now the present time in nanoseconds
	 * @return the schedule
	 * @throws IllegalArgumentException if the interval is not positive, or the mode is
	 * {@link TickMode#CRON}
	 */
	public static TickSchedule start(TickMode mode, Duration interval, boolean initial, long now) {
		return new TickSchedule(TickRule.of(mode, interval), initial, now);
	}

	/**
	 * Start a schedule of {@link TickMode#CRON}.
	 * @param expression what the times of ticks match
	 * @param zone the time zone of the expression
	 * @param initial whether the first tick is due now, and not at the first match
	 * @param now the present time in nanoseconds since the epoch
	 * @return the schedule
	 */
	public static TickSchedule cron(CronExpression expression, ZoneId zone, boolean initial, long now) {
		return new TickSchedule(new CronRule(expression, zone), initial, now);
	}

	/**
	 * Set how many ticks may run back to back to catch up.
	 * @param maxCatchUp how many, 10 if it is not set; 0 to skip all that was missed
	 * @return this schedule
	 * @throws IllegalArgumentException if it is negative
	 * @throws IllegalStateException if the mode is not {@link TickMode#STRICT}
	 */
	public TickSchedule maxCatchUp(int maxCatchUp) {
		Assert.isTrue(maxCatchUp >= 0, () -> "maxCatchUp must not be negative, but is " + maxCatchUp);
		if (!(this.rule instanceof StrictRule strict)) {
			throw new IllegalStateException("Only STRICT catches up");
		}
		strict.setMaxCatchUp(maxCatchUp);
		return this;
	}

	/**
	 * Let each tick be due later than the mode says, by a random time, so that those of
	 * many processes do not come together. The schedule does not move for it.
	 * @param jitter the upper bound of that time, not negative
	 * @param random what chooses it
	 * @return this schedule
	 * @throws IllegalArgumentException if the bound is negative
	 */
	public TickSchedule jitter(Duration jitter, RandomGenerator random) {
		Assert.isTrue(!jitter.isNegative(), () -> "The jitter must not be negative, but is " + jitter);
		this.jitter = TickRule.nanos(jitter);
		this.random = random;
		delayNext();
		return this;
	}

	/**
	 * Return how long it is until the next tick is due.
	 * @param now the present time in nanoseconds
	 * @return the time until the next tick, zero if it is due
	 */
	public Duration untilNext(long now) {
		return Duration.ofNanos(Math.max(0, nextDue(now) - now));
	}

	/**
	 * Begin the next tick if it is due.
	 * @param now the present time in nanoseconds
	 * @return whether a tick is due and has begun
	 */
	public boolean tryTick(long now) {
		long due = nextDue(now);
		if (due - now > 0) {
			return false;
		}
		this.ticking = true;
		this.failed = false;
		this.begunDue = due;
		this.rule.begin(now);
		this.skipped = this.rule.takeSkipped();
		return true;
	}

	/**
	 * Begin a tick that is not due, but asked for. Where the next one is due some time
	 * after this one has ended, it is due after the tick that begins now; the other modes
	 * do not mind it.
	 * @param now the present time in nanoseconds
	 */
	public void tickOutOfTurn(long now) {
		endTick(now);
		this.ticking = true;
		this.outOfTurn = true;
		this.failed = false;
		this.begunDue = now;
		this.skipped = 0;
	}

	/**
	 * Say that the tick that has begun failed. Only {@link TickMode#CONTINUOUS} waits
	 * longer for it.
	 */
	public void tickFailed() {
		this.failed = true;
	}

	/**
	 * Return when the tick that began last was due, jitter included.
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
		return this.skipped;
	}

	/**
	 * Forget what was due and start as at first.
	 * @param now the present time in nanoseconds
	 */
	public void restart(long now) {
		this.ticking = false;
		this.outOfTurn = false;
		this.rule.start(now, this.initial);
		delayNext();
	}

	/**
	 * Change the interval, from the last tick on.
	 * @param interval the interval, positive
	 * @param now the present time in nanoseconds
	 * @throws IllegalArgumentException if the interval is not positive
	 * @throws IllegalStateException if the mode has no interval
	 */
	public void setInterval(Duration interval, long now) {
		this.rule.setInterval(interval, now, this.ticking && !this.outOfTurn);
	}

	private long nextDue(long now) {
		endTick(now);
		this.rule.look(now);
		return this.rule.due() + this.delay;
	}

	private void endTick(long end) {
		if (!this.ticking) {
			return;
		}
		if (this.outOfTurn) {
			this.rule.endOutOfTurn(end, this.failed);
		}
		else {
			this.rule.end(end, this.failed);
			delayNext();
		}
		this.ticking = false;
		this.outOfTurn = false;
	}

	private void delayNext() {
		RandomGenerator random = this.random;
		this.delay = (random != null && this.jitter > 0) ? random.nextLong(this.jitter) : 0;
	}

}
