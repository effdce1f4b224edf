package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.ZoneId;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.Assert;

import io.appinfra.net.ticker.schedule.BegunTick;
import io.appinfra.net.ticker.schedule.ContinuousRule;
import io.appinfra.net.ticker.schedule.CronRule;
import io.appinfra.net.ticker.schedule.FlexRule;
import io.appinfra.net.ticker.schedule.SpacedRule;
import io.appinfra.net.ticker.schedule.StrictRule;
import io.appinfra.net.ticker.schedule.TickRule;

/**
 * When ticks are due: the arithmetic of {@link TickMode}, alone. It has no clock and no
 * thread, so that it serves those who own their loop:
 *
 * <pre class="code">
 * TickSchedule schedule = TickSchedule.start(TickMode.FLEX, Duration.ofSeconds(1), System.nanoTime());
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

	private final BegunTick tick = new BegunTick();

	private final long startedAt;

	private @Nullable Duration initialDelay;

	private long maxLateness = TickRule.LONGEST;

	private long jitter;

	private @Nullable RandomGenerator random;

	private long delay;

	private TickSchedule(TickRule rule, long now) {
		this.rule = rule;
		this.startedAt = now;
		restart(now);
	}

	/**
	 * Start a schedule, whose first tick is due now.
	 * @param mode when the next tick is due, any but {@link TickMode#CRON}
	 * @param interval the interval, positive; of no effect with
	 * {@link TickMode#CONTINUOUS}
	 * @param now the present time in nanoseconds
	 * @return the schedule
	 * @throws IllegalArgumentException if the interval is not positive, or the mode is
	 * {@link TickMode#CRON}
	 */
	public static TickSchedule start(TickMode mode, Duration interval, long now) {
		return new TickSchedule(rule(mode, interval), now);
	}

	private static TickRule rule(TickMode mode, Duration interval) {
		return switch (mode) {
			case FLEX -> new FlexRule(interval);
			case STRICT -> new StrictRule(interval);
			case SPACED -> new SpacedRule(interval);
			case CONTINUOUS -> new ContinuousRule();
			case CRON -> throw new IllegalArgumentException("CRON has no interval, but an expression");
		};
	}

	/**
	 * Start a schedule of {@link TickMode#CRON}, whose first tick is due at the first
	 * match.
	 * @param expression what the times of ticks match
	 * @param zone the time zone of the expression
	 * @param now the present time in nanoseconds since the epoch
	 * @return the schedule
	 */
	public static TickSchedule cron(CronExpression expression, ZoneId zone, long now) {
		return new TickSchedule(new CronRule(expression, zone), now);
	}

	/**
	 * Set how long after the start the first tick is due.
	 * @param initialDelay the delay, not negative
	 * @return this schedule, which starts with it
	 * @throws IllegalArgumentException if it is negative
	 */
	public TickSchedule initialDelay(Duration initialDelay) {
		Assert.isTrue(!initialDelay.isNegative(),
				() -> "The initial delay must not be negative, but is " + initialDelay);
		this.initialDelay = initialDelay;
		restart(this.startedAt);
		return this;
	}

	/**
	 * Set how late a tick may begin. One that is later is skipped, so that the next one
	 * is due when it would be without it. {@link TickMode#CONTINUOUS}, which has no other
	 * times, does not mind it.
	 * @param maxLateness the bound, positive
	 * @return this schedule
	 * @throws IllegalArgumentException if it is not positive
	 */
	public TickSchedule maxLateness(Duration maxLateness) {
		Assert.isTrue(TickRule.isPositive(maxLateness),
				() -> "The greatest lateness must be positive, but is " + maxLateness);
		this.maxLateness = TickRule.nanos(maxLateness);
		return this;
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
		return Duration.ofNanos(Math.max(0, nextDueAt(now) - now));
	}

	/**
	 * Return when the next tick is due.
	 * @param now the present time in nanoseconds
	 * @return when it is due, in nanoseconds, past if it is late
	 */
	public long nextDueAt(long now) {
		endTick(now);
		this.rule.look(now);
		if (now - this.rule.due() - this.delay > this.maxLateness) {
			this.rule.skipBefore(now - this.delay - this.maxLateness);
		}
		return this.rule.due() + this.delay;
	}

	/**
	 * Begin the next tick if it is due.
	 * @param now the present time in nanoseconds
	 * @return whether a tick is due and has begun
	 */
	public boolean tryTick(long now) {
		long due = nextDueAt(now);
		if (due - now > 0) {
			return false;
		}
		this.tick.begin(this.rule, due, now);
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
		this.tick.beginOutOfTurn(now);
	}

	/**
	 * Say that the tick that has begun failed. Only {@link TickMode#CONTINUOUS} waits
	 * longer for it.
	 */
	public void tickFailed() {
		this.tick.fail();
	}

	/**
	 * Return when the tick that began last was due, jitter included.
	 * @return when it was due, in nanoseconds
	 */
	public long dueAt() {
		return this.tick.dueAt();
	}

	/**
	 * Return when the tick that began last was due without jitter.
	 * @return when it was due, in nanoseconds
	 */
	public long plannedAt() {
		return this.tick.plannedAt();
	}

	/**
	 * Return how many ticks were left out before the one that began last.
	 * @return the number of ticks left out since the tick before
	 */
	public long skipped() {
		return this.tick.skipped();
	}

	/**
	 * Forget what was due and go on from where another schedule was.
	 * @param due when its newest tick was due, or its first one is
	 * @param begun when that tick has begun, {@code null} if it has not
	 * @param ended when it has ended, {@code null} if it has not begun
	 */
	public void resume(long due, @Nullable Long begun, @Nullable Long ended) {
		this.tick.forget();
		this.rule.resume(due);
		if (begun != null && ended != null) {
			this.rule.begin(begun);
			this.rule.takeSkipped();
			this.rule.end(ended, false);
		}
		delayNext();
	}

	/**
	 * Forget what was due and start as at first.
	 * @param now the present time in nanoseconds
	 */
	public void restart(long now) {
		this.tick.forget();
		this.rule.start(now, this.initialDelay);
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
		this.rule.setInterval(interval, now, this.tick.isInTurn());
	}

	private void endTick(long end) {
		if (this.tick.end(this.rule, end)) {
			delayNext();
		}
	}

	private void delayNext() {
		RandomGenerator random = this.random;
		this.delay = (random != null && this.jitter > 0) ? random.nextLong(this.jitter) : 0;
	}

}
