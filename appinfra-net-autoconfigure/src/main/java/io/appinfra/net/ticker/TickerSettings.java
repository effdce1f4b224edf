package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.Assert;

import io.appinfra.net.ticker.schedule.CronTimes;
import io.appinfra.net.ticker.schedule.TickRule;

/**
 * What is configured for one ticker.
 *
 * @param mode when the next tick is due
 * @param interval the interval, {@code null} if and only if the mode has none
 * @param cron the cron expression, {@code null} if and only if the mode is not
 * {@link TickMode#CRON}
 * @param zone the time zone of the cron expression
 * @param initialDelay how long after the start the first tick is due, {@code null} for
 * the first match of the cron expression
 * @param jitter by how much a tick may be delayed, zero for not at all
 * @param timeout how long a tick may run, {@code null} for as long as it likes
 * @param maxCatchUp how many ticks of {@link TickMode#STRICT} may run back to back
 * @param maxLateness how late a tick may begin before it is skipped, {@code null} for any
 * time
 * @param pauseAfterFailures after how many failures in a row the ticker is paused, 0 for
 * never
 * @param paused whether the ticker is paused at the start
 * @param runIn where the ticker runs
 * @param worker the name of its worker, of no meaning in-process
 * @param scope which instances of the application it ticks in
 */
public record TickerSettings(TickMode mode, @Nullable Duration interval, @Nullable String cron, ZoneId zone,
		@Nullable Duration initialDelay, Duration jitter, @Nullable Duration timeout, int maxCatchUp,
		@Nullable Duration maxLateness, int pauseAfterFailures, boolean paused, RunIn runIn, String worker,
		TickScope scope) {

	/**
	 * Return these settings for a ticker that runs in-process.
	 * @return the settings
	 */
	public TickerSettings inProcess() {
		return new TickerSettings(this.mode, this.interval, this.cron, this.zone, this.initialDelay, this.jitter,
				this.timeout, this.maxCatchUp, this.maxLateness, this.pauseAfterFailures, this.paused, RunIn.IN_PROCESS,
				this.worker, this.scope);
	}

	/**
	 * Return whether so many failures in a row pause the ticker.
	 * @param failuresInARow the failures
	 * @return whether they pause it
	 */
	public boolean isPausedBy(long failuresInARow) {
		return this.pauseAfterFailures > 0 && failuresInARow >= this.pauseAfterFailures;
	}

	/**
	 * Check an interval that is to replace the one that is configured.
	 * @param interval the interval
	 * @throws IllegalArgumentException if it is not positive
	 * @throws IllegalStateException if the mode has no interval
	 */
	public void checkInterval(Duration interval) {
		Assert.state(this.interval != null, () -> "The mode %s has no interval".formatted(this.mode));
		Assert.isTrue(TickRule.isPositive(interval), () -> "The interval must be positive, but is " + interval);
		Duration jitter = this.jitter;
		Assert.isTrue(jitter.compareTo(interval) < 0,
				() -> "The interval must be longer than the jitter of %s, but is %s".formatted(jitter, interval));
	}

	/**
	 * Return how long it is from one tick to the next.
	 * @param current the interval that counts now, {@code null} where there is none
	 * @param due when a tick was due
	 * @return the time to the next one, {@code null} if the mode does not know it
	 */
	public @Nullable Duration intervalAfter(@Nullable Duration current, Instant due) {
		if (this.cron == null) {
			return current;
		}
		Instant next = new CronTimes(CronExpression.parse(this.cron), this.zone).after(due);
		return (next != null) ? Duration.between(due, next) : null;
	}

	/**
	 * Start the schedule.
	 * @param interval the interval that counts now, of no effect where there is none
	 * @param now the present time by the clock of the mode
	 * @param random what chooses the delay of each tick
	 * @return the schedule
	 */
	public TickSchedule startSchedule(@Nullable Duration interval, long now, RandomGenerator random) {
		TickSchedule schedule = (this.cron != null) ? TickSchedule.cron(CronExpression.parse(this.cron), this.zone, now)
				: TickSchedule.start(this.mode, (interval != null) ? interval : Duration.ZERO, now);
		if (this.initialDelay != null) {
			schedule.initialDelay(this.initialDelay);
		}
		if (this.maxLateness != null) {
			schedule.maxLateness(this.maxLateness);
		}
		if (this.mode == TickMode.STRICT) {
			schedule.maxCatchUp(this.maxCatchUp);
		}
		return schedule.jitter(this.jitter, random);
	}

}
