package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many ticks of a {@link TickSchedule} one after the other: drift, rates, and
 * what is skipped.
 */
class TickScheduleWalkTests {

	private static final Duration INTERVAL = Duration.ofNanos(10);

	private static final int MAX_CATCH_UP = 10;

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT", "SPACED" })
	void intervalOfThousandYearsDoesNotOverflow(TickMode mode) {
		Duration thousandYears = Duration.ofDays(365_250);
		for (long now : new long[] { 0, Long.MAX_VALUE - 5, Long.MIN_VALUE, -5 }) {
			TickSchedule schedule = TickSchedule.start(mode, thousandYears, now);
			assertThat(schedule.tryTick(now)).isTrue();
			assertThat(schedule.untilNext(now + 100)).isGreaterThan(Duration.ofDays(365 * 70));
			assertThat(schedule.tryTick(now + 100)).isFalse();
			schedule.setInterval(Duration.ofSeconds(1), now + 100);
			assertThat(schedule.untilNext(now + 100)).isBetween(Duration.ofMillis(999), Duration.ofSeconds(2));
			schedule.setInterval(thousandYears, now + 200);
			assertThat(schedule.untilNext(now + 200)).isGreaterThan(Duration.ofDays(365 * 70));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT", "SPACED" })
	void intervalOfOneNanosecondDoesNotSpinThroughWhatWasMissed(TickMode mode) {
		long hour = Duration.ofHours(1).toNanos();
		TickSchedule schedule = TickSchedule.start(mode, Duration.ofNanos(1), 0);
		assertThat(schedule.tryTick(0)).isTrue();
		int ticks = 0;
		while (schedule.tryTick(hour)) {
			ticks++;
		}
		assertThat(ticks).isLessThanOrEqualTo(MAX_CATCH_UP + 1);
	}

	@Test
	void flexDoesNotDriftWhileOnTime() {
		Random random = new Random(42);
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, Duration.ofNanos(1000), 0);
		for (long i = 0; i < 10_000; i++) {
			long begin = i * 1000 + random.nextInt(500);
			assertThat(schedule.tryTick(begin)).isTrue();
			assertThat(schedule.dueAt()).isEqualTo(i * 1000);
			assertThat(schedule.skipped()).isZero();
			long end = begin + random.nextInt(501);
			assertThat(schedule.untilNext(end)).isEqualTo(Duration.ofNanos((i + 1) * 1000 - end));
		}
	}

	/**
	 * A tick that began later than it could, by less than an interval, brings the next
	 * one closer by as much; one that was later starts the schedule anew.
	 */
	@Test
	void flexRunsTicksNoCloserThanTheirLatenessAllows() {
		long interval = 1000;
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			TickSchedule schedule = TickSchedule.start(TickMode.FLEX, Duration.ofNanos(interval), 0);
			long now = 0;
			long begun = -interval;
			long ended = 0;
			long late = 0;
			for (int i = 0; i < 300; i++) {
				now += schedule.untilNext(now).toNanos() + ((random.nextInt(4) == 0) ? random.nextInt(2500) : 0);
				assertThat(schedule.tryTick(now)).isTrue();
				assertThat(now - begun).isGreaterThanOrEqualTo((late <= interval) ? interval - late : interval);
				begun = now;
				late = now - Math.max(schedule.dueAt(), ended);
				now += (random.nextInt(4) == 0) ? random.nextInt(5000) : random.nextInt(300);
				ended = now;
			}
		}
	}

	@Test
	void strictKeepsItsMeanRateWhileItsBacklogIsBounded() {
		Random random = new Random(42);
		TickSchedule schedule = TickSchedule.start(TickMode.STRICT, Duration.ofNanos(1000), 0);
		long now = 0;
		for (long i = 0; i < 10_000; i++) {
			now += schedule.untilNext(now).toNanos();
			assertThat(schedule.tryTick(now)).isTrue();
			assertThat(schedule.dueAt()).isEqualTo(i * 1000);
			now += (i % 20 == 0) ? 5000 + random.nextInt(1000) : random.nextInt(100);
		}
	}

	@Test
	void spacedNeverBeginsBeforeIntervalHasPassed() {
		Random random = new Random(42);
		TickSchedule schedule = TickSchedule.start(TickMode.SPACED, Duration.ofNanos(1000), 0);
		long end = -1000;
		long now = 0;
		for (int i = 0; i < 10_000; i++) {
			while (!schedule.tryTick(now)) {
				now += random.nextInt(300);
			}
			assertThat(now - end).isGreaterThanOrEqualTo(1000);
			end = now + random.nextInt(5000);
			schedule.untilNext(end);
			now = end;
		}
	}

	/**
	 * With STRICT each interval since the start is either run or counted as skipped. FLEX
	 * starts anew when a tick ends late and when one begins late, so it can lose a part
	 * of an interval each time, but never a whole one.
	 */
	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT" })
	void skippedAndRunTogetherAreWhatWasDue(TickMode mode) {
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			TickSchedule schedule = TickSchedule.start(mode, Duration.ofNanos(100), 0);
			long now = 0;
			long run = 0;
			long skipped = 0;
			long late = 0;
			for (int i = 0; i < 300; i++) {
				now += schedule.untilNext(now).toNanos() + ((random.nextInt(5) == 0) ? random.nextInt(700) : 0);
				assertThat(schedule.tryTick(now)).isTrue();
				run++;
				skipped += schedule.skipped();
				if (mode == TickMode.STRICT) {
					assertThat((run + skipped - 1) * 100).isEqualTo(schedule.dueAt());
				}
				else {
					late += (now > schedule.dueAt()) ? 1 : 0;
					assertThat(now / 100 + 1 - run - skipped).isBetween(0L, 2 * late);
				}
				now += (random.nextInt(10) == 0) ? random.nextInt(3000) : random.nextInt(100);
			}
		}
	}

}
