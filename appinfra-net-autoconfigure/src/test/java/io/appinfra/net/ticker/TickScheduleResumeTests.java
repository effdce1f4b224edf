package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A schedule that another instance goes on with, from what the record says.
 */
class TickScheduleResumeTests {

	private static final Duration INTERVAL = Duration.ofNanos(10);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/**
	 * After each tick that was on time and in time, a new schedule goes on, which knows
	 * that tick from its record alone; beside it, one schedule does all ticks.
	 */
	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CRON")
	void ticksWhenHandedOverAreThoseOfOneInstance(TickMode mode) {
		replay((now) -> TickSchedule.start(mode, INTERVAL, now), 1);
		replay((now) -> TickSchedule.start(mode, INTERVAL, now).maxLateness(Duration.ofNanos(4)), 1);
		replay((now) -> TickSchedule.start(mode, INTERVAL, now).initialDelay(Duration.ofNanos(7)), 1);
	}

	@Test
	void ticksOfCronWhenHandedOverAreThoseOfOneInstance() {
		CronExpression everySecond = CronExpression.parse("* * * * * *");
		replay((now) -> TickSchedule.cron(everySecond, ZoneOffset.UTC, now), SECOND / 10);
		replay((now) -> TickSchedule.cron(everySecond, ZoneOffset.UTC, now).maxLateness(Duration.ofMillis(300)),
				SECOND / 10);
	}

	private static void replay(LongFunction<TickSchedule> start, long unit) {
		int handedOver = 0;
		for (long seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			TickSchedule one = start.apply(0);
			TickSchedule next = start.apply(0);
			long now = 0;
			for (int i = 0; i < 40; i++) {
				now = Math.max(now, one.nextDueAt(now)) + unit * late(random);
				boolean ticks = one.tryTick(now);
				assertThat(next.tryTick(now)).as("Seed %d, tick %d at %d", seed, i, now).isEqualTo(ticks);
				if (ticks) {
					assertThat(next.dueAt()).isEqualTo(one.dueAt());
					assertThat(next.skipped()).isEqualTo(one.skipped());
					long begun = now;
					now += unit * late(random);
					assertThat(one.nextDueAt(now)).isEqualTo(next.nextDueAt(now));
					if (one.dueAt() == begun && one.nextDueAt(now) >= now) {
						next = start.apply(now);
						next.resume(one.dueAt(), begun, now);
						handedOver++;
					}
				}
			}
		}
		assertThat(handedOver).isGreaterThan(200);
	}

	private static long late(Random random) {
		return (random.nextInt(4) > 0) ? random.nextInt(5) : random.nextInt(60);
	}

	/**
	 * The owner is killed before a tick that is due at 100, and the next one is there at
	 * 125.
	 */
	@ParameterizedTest
	@CsvSource({ "FLEX,100,2,135", "STRICT,100,0,110", "SPACED,100,0,135", "CONTINUOUS,100,0,125" })
	void dueTimeThatNobodyBeganIsTickedOnceLate(TickMode mode, long due, long skipped, long next) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 125);
		schedule.resume(100, null, null);
		assertThat(schedule.tryTick(125)).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(due);
		assertThat(schedule.skipped()).isEqualTo(skipped);
		assertThat(schedule.nextDueAt(125)).isEqualTo(next);
	}

	@Test
	void dueTimeThatNobodyBeganIsTickedOnceLateByCron() {
		TickSchedule schedule = TickSchedule.cron(CronExpression.parse("0 * * * * *"), ZoneOffset.UTC, 200 * SECOND);
		schedule.resume(60 * SECOND, null, null);
		assertThat(schedule.tryTick(200 * SECOND)).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(60 * SECOND);
		assertThat(schedule.nextDueAt(200 * SECOND)).isEqualTo(240 * SECOND);
	}

	@Test
	void dueTimesThatNobodyBeganAreCaughtUpWithByStrictWithinItsBound() {
		TickSchedule schedule = TickSchedule.start(TickMode.STRICT, INTERVAL, 1000).maxCatchUp(3);
		schedule.resume(100, null, null);
		long ticks = 0;
		while (schedule.tryTick(1000)) {
			ticks++;
			assertThat(schedule.skipped()).isZero();
		}
		assertThat(ticks).isEqualTo(4);
		assertThat(schedule.nextDueAt(1000)).isEqualTo(1010);
		assertThat(schedule.tryTick(1010)).isTrue();
		assertThat(ticks + schedule.skipped() + 1).isEqualTo((1010 - 100) / 10 + 1);
	}

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT", "SPACED" })
	void dueTimeThatNobodyBeganIsSkippedWhenItIsLaterThanItMayBe(TickMode mode) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 125).maxLateness(Duration.ofNanos(5));
		schedule.resume(100, null, null);
		long now = 125;
		while (!schedule.tryTick(now)) {
			now = Math.max(now + 1, schedule.nextDueAt(now));
		}
		assertThat(now - schedule.dueAt()).isLessThanOrEqualTo(5);
		assertThat(schedule.skipped()).isPositive();
	}

}
