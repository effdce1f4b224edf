package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.scheduling.support.CronExpression;

import io.appinfra.net.ticker.schedule.CronRule;
import io.appinfra.net.ticker.schedule.CronTimes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TickSchedule} with {@link CronRule}. The expression is every minute
 * where nothing else is said, and the first match 2026-01-01T00:01:00Z.
 */
class CronScheduleTests {

	private static final Instant ZERO = Instant.parse("2026-01-01T00:00:30Z");

	/**
	 * A tick that was due at 00:01:00 began at {@code begin} and ended at {@code end}.
	 */
	@ParameterizedTest
	@CsvSource(textBlock = """
			# begin,     end,          next,     skipped
			00:01:00,    00:01:00,     00:02:00, 0
			00:01:20,    00:01:40,     00:02:00, 0
			00:01:00,    00:01:59.999, 00:02:00, 0
			00:01:00,    00:02:00,     00:03:00, 1
			00:01:00,    00:05:30,     00:06:00, 4
			00:05:30,    00:05:40,     00:06:00, 0
			00:02:00,    00:02:10,     00:03:00, 0
			00:01:00,    00:00:59,     00:02:00, 0
			00:01:00,    00:00:05,     00:02:00, 0
			""")
	void untilNextAfterTick(String begin, String end, String next, long skipped) {
		TickSchedule schedule = everyMinute();
		assertThat(schedule.tryTick(at("00:00:59.999"))).isFalse();
		assertThat(schedule.tryTick(at(begin))).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(at("00:01:00"));
		assertThat(schedule.untilNext(at(end))).isEqualTo(Duration.ofNanos(at(next) - at(end)));
		assertThat(schedule.tryTick(at(next) - 1)).isFalse();
		assertThat(schedule.tryTick(at(next))).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(at(next));
		assertThat(schedule.skipped()).isEqualTo(skipped);
	}

	@Test
	void tryTickAfterSuspendRunsOnceAndCountsWhatWasMissed() {
		TickSchedule schedule = everyMinute();
		assertThat(schedule.tryTick(at("01:01:30"))).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(at("00:01:00"));
		assertThat(schedule.skipped()).isEqualTo(60);
		assertThat(schedule.tryTick(at("01:01:31"))).isFalse();
		assertThat(schedule.untilNext(at("01:01:31"))).isEqualTo(Duration.ofSeconds(29));
	}

	@Test
	void untilNextWhenClockIsSetBackByLessThanAnHourRepeatsNoMatch() {
		TickSchedule schedule = everyMinute();
		schedule.tryTick(at("00:01:00"));
		assertThat(schedule.untilNext(at("00:01:01"))).isEqualTo(Duration.ofSeconds(59));
		schedule.tryTick(at("00:02:00"));
		schedule.untilNext(at("00:02:01"));
		assertThat(schedule.untilNext(at("00:00:01"))).isEqualTo(Duration.ofSeconds(179));
	}

	@Test
	void untilNextWhenClockIsSetBackByAnHourOrMoreMatchesAgain() {
		TickSchedule schedule = everyMinute();
		schedule.tryTick(at("05:00:00"));
		schedule.untilNext(at("05:00:01"));
		assertThat(schedule.untilNext(at("04:00:01"))).isEqualTo(Duration.ofSeconds(59));
		assertThat(schedule.tryTick(at("04:01:00"))).isTrue();
		assertThat(schedule.skipped()).isZero();
	}

	@Test
	void untilNextWhenClockIsSetBackDuringTickMatchesAgain() {
		TickSchedule schedule = everyMinute();
		schedule.tryTick(at("05:00:00"));
		assertThat(schedule.untilNext(at("04:00:00"))).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void countOfMissedMatchesIsBounded() {
		TickSchedule schedule = TickSchedule.cron(CronExpression.parse("* * * * * *"), ZoneOffset.UTC, 0)
			.initialDelay(Duration.ZERO);
		assertThat(schedule.tryTick(0)).isTrue();
		assertThat(schedule.untilNext(at("00:00:00"))).isEqualTo(Duration.ofSeconds(1));
		assertThat(schedule.tryTick(at("00:00:01"))).isTrue();
		assertThat(schedule.skipped()).isEqualTo(100_000);
	}

	@Test
	void startWithInitialDelayIsDueAfterIt() {
		TickSchedule schedule = TickSchedule
			.cron(CronExpression.parse("0 * * * * *"), ZoneOffset.UTC, CronRule.nanos(ZERO))
			.initialDelay(Duration.ZERO);
		assertThat(schedule.tryTick(CronRule.nanos(ZERO))).isTrue();
		assertThat(schedule.untilNext(CronRule.nanos(ZERO))).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void tickThatIsLaterThanItMayBeIsSkippedForTheLastMatchThatIsNot() {
		TickSchedule schedule = everyMinute().maxLateness(Duration.ofSeconds(30));
		assertThat(schedule.tryTick(at("00:01:00"))).isTrue();
		assertThat(schedule.untilNext(at("00:01:10"))).isEqualTo(Duration.ofSeconds(50));
		assertThat(schedule.tryTick(at("00:06:20"))).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(at("00:06:00"));
		assertThat(schedule.skipped()).isEqualTo(4);
		assertThat(schedule.untilNext(at("00:06:20"))).isEqualTo(Duration.ofSeconds(40));
		assertThat(schedule.untilNext(at("00:08:40"))).isEqualTo(Duration.ofSeconds(20));
		assertThat(schedule.tryTick(at("00:09:00"))).isTrue();
		assertThat(schedule.skipped()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "Australia/Lord_Howe, 0 15 1 * * *, 2027-04-03T00:00:00Z, 1800",
			"Australia/Lord_Howe, 0 0 * * * *, 2027-04-03T00:00:00Z, 1800",
			"Australia/Lord_Howe, 0 0/15 * * * *, 2027-04-03T00:00:00Z, 900",
			"Pacific/Chatham, 0 0 2 * * *, 2027-04-02T00:00:00Z, 900",
			"Pacific/Chatham, 0 15 2 * * *, 2027-04-02T00:00:00Z, 900",
			"Pacific/Chatham, 0 0 * * * *, 2027-04-02T00:00:00Z, 900",
			"Pacific/Chatham, 0 0/15 * * * *, 2027-04-02T00:00:00Z, 900",
			"Europe/Paris, 0 30 2 * * *, 2027-10-30T00:00:00Z, 3600",
			"America/St_Johns, 0 0/30 * * * *, 2027-11-06T00:00:00Z, 1800" })
	void nextMatchWhenZoneSetsItsClockBackIsLaterEachTime(ZoneId zone, String expression, Instant begin,
			long shortest) {
		CronTimes times = new CronTimes(CronExpression.parse(expression), zone);
		Instant time = begin;
		while (time.isBefore(begin.plus(Duration.ofDays(3)))) {
			Instant next = times.after(time);
			assertThat(next).isAfter(time);
			assertThat(times.after(next.minusNanos(1))).isEqualTo(next);
			if (!time.equals(begin)) {
				assertThat(Duration.between(time, next)).isGreaterThanOrEqualTo(Duration.ofSeconds(shortest));
			}
			time = next;
		}
	}

	@Test
	void tickWhenZoneSetsItsClockBackRunsOnceAndCountsNothing() {
		long before = CronRule.nanos(Instant.parse("2027-04-03T14:14:00Z"));
		TickSchedule schedule = TickSchedule.cron(CronExpression.parse("0 15 1 * * *"),
				ZoneId.of("Australia/Lord_Howe"), before);
		long due = before + Duration.ofMinutes(1).toNanos();
		assertThat(schedule.tryTick(due)).isTrue();
		assertThat(schedule.untilNext(due)).isEqualTo(Duration.ofMinutes(24 * 60 + 30));
		assertThat(schedule.skipped()).isZero();
	}

	@Test
	void restartWaitsForTheNextMatch() {
		TickSchedule schedule = everyMinute();
		schedule.restart(at("00:10:10"));
		assertThat(schedule.untilNext(at("00:10:10"))).isEqualTo(Duration.ofSeconds(50));
	}

	@Test
	void tickOutOfTurnMovesNothing() {
		TickSchedule schedule = everyMinute();
		schedule.tickOutOfTurn(at("00:00:40"));
		assertThat(schedule.untilNext(at("00:00:50"))).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void jitterDelaysMatches() {
		TickSchedule schedule = everyMinute().jitter(Duration.ofSeconds(30), new Random(42));
		long now = CronRule.nanos(ZERO);
		for (int minute = 1; minute < 100; minute++) {
			now += schedule.untilNext(now).toNanos();
			assertThat(schedule.tryTick(now)).isTrue();
			long match = at("00:00:00") + Duration.ofMinutes(minute).toNanos();
			assertThat(now).isBetween(match, match + Duration.ofSeconds(30).toNanos());
		}
	}

	/**
	 * A local time that a night does not have does not match; one that it has twice
	 * matches twice.
	 */
	@ParameterizedTest
	@CsvSource({ "2026-01-15, 2026-01-15T01:30:00Z, 2026-01-16T01:30:00Z",
			"2026-03-29, 2026-03-30T00:30:00Z, 2026-03-31T00:30:00Z",
			"2026-10-25, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z" })
	void matchFollowsTheTimeZone(LocalDate day, Instant first, Instant second) {
		ZoneId zone = ZoneId.of("Europe/Berlin");
		long now = CronRule.nanos(day.atStartOfDay(zone).toInstant());
		TickSchedule schedule = TickSchedule.cron(CronExpression.parse("0 30 2 * * *"), zone, now);
		assertThat(now + schedule.untilNext(now).toNanos()).isEqualTo(CronRule.nanos(first));
		schedule.tryTick(CronRule.nanos(first));
		now = CronRule.nanos(first);
		assertThat(now + schedule.untilNext(now).toNanos()).isEqualTo(CronRule.nanos(second));
	}

	private static TickSchedule everyMinute() {
		return TickSchedule.cron(CronExpression.parse("0 * * * * *"), ZoneOffset.UTC, CronRule.nanos(ZERO));
	}

	private static long at(String time) {
		return CronRule.nanos(Instant.parse("2026-01-01T" + time + "Z"));
	}

}
