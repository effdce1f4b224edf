package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TickSchedule}. The interval is 10 ns where nothing else is said.
 */
class TickScheduleTests {

	private static final Duration INTERVAL = Duration.ofNanos(10);

	private static final int MAX_CATCH_UP = 10;

	/**
	 * A tick that was due at 0 began at {@code begin} and ended at {@code end}.
	 */
	@ParameterizedTest
	@CsvSource(textBlock = """
			# mode,     begin, end, next, skipped, after that
			FLEX,       0,     0,   10,   0,       20
			FLEX,       0,     3,   10,   0,       20
			FLEX,       4,     6,   10,   0,       20
			FLEX,       0,     10,  10,   0,       20
			FLEX,       0,     11,  11,   0,       21
			FLEX,       0,     20,  20,   1,       30
			FLEX,       0,     25,  25,   1,       35
			FLEX,       0,     95,  95,   8,       105
			FLEX,       10,    10,  10,   0,       20
			FLEX,       11,    12,  21,   0,       31
			FLEX,       35,    36,  45,   0,       55
			STRICT,     0,     0,   10,   0,       20
			STRICT,     4,     6,   10,   0,       20
			STRICT,     0,     10,  10,   0,       20
			STRICT,     0,     11,  11,   0,       20
			STRICT,     0,     25,  25,   0,       25
			STRICT,     95,    95,  95,   0,       95
			SPACED,     0,     0,   10,   0,       20
			SPACED,     4,     6,   16,   0,       26
			SPACED,     0,     10,  20,   0,       30
			SPACED,     0,     95,  105,  0,       115
			CONTINUOUS, 0,     0,   0,    0,       0
			CONTINUOUS, 4,     6,   6,    0,       6
			CONTINUOUS, 0,     95,  95,   0,       95
			""")
	void untilNextAfterTick(TickMode mode, long begin, long end, long next, long skipped, long afterThat) {
		for (long zero : new long[] { 0, -7, Long.MAX_VALUE - 12, Long.MIN_VALUE }) {
			TickSchedule schedule = TickSchedule.start(mode, INTERVAL, zero);
			assertThat(schedule.tryTick(zero + begin)).isTrue();
			assertThat(schedule.dueAt()).isEqualTo(zero);
			assertThat(schedule.untilNext(zero + end)).isEqualTo(Duration.ofNanos(next - end));
			if (next > end) {
				assertThat(schedule.tryTick(zero + next - 1)).isFalse();
			}
			assertThat(schedule.tryTick(zero + next)).isTrue();
			assertThat(schedule.skipped()).isEqualTo(skipped);
			assertThat(schedule.untilNext(zero + next)).isEqualTo(Duration.ofNanos(afterThat - next));
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CRON")
	void startIsDueAtOnce(TickMode mode) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 5);
		assertThat(schedule.untilNext(5)).isZero();
		assertThat(schedule.tryTick(5)).isTrue();
		assertThat(schedule.skipped()).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT", "SPACED" })
	void startWithInitialDelayIsDueAfterIt(TickMode mode) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 5).initialDelay(INTERVAL);
		assertThat(schedule.untilNext(5)).isEqualTo(INTERVAL);
		assertThat(schedule.tryTick(14)).isFalse();
		assertThat(schedule.tryTick(15)).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(15);
	}

	@Test
	void startOfContinuousWithInitialDelayIsDueAfterIt() {
		TickSchedule schedule = TickSchedule.start(TickMode.CONTINUOUS, Duration.ZERO, 5).initialDelay(INTERVAL);
		assertThat(schedule.tryTick(14)).isFalse();
		assertThat(schedule.tryTick(15)).isTrue();
	}

	@Test
	void initialDelayWhenNegativeThrows() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		assertThatIllegalArgumentException().isThrownBy(() -> schedule.initialDelay(Duration.ofNanos(-1)))
			.withMessageContaining("must not be negative");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void maxLatenessWhenNotPositiveThrows(long maxLateness) {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		assertThatIllegalArgumentException().isThrownBy(() -> schedule.maxLateness(Duration.ofNanos(maxLateness)))
			.withMessageContaining("must be positive");
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# mode, max, begin, due, skipped
			FLEX,    3,  13,    10,  0
			FLEX,    3,  14,    20,  1
			FLEX,    3,  47,    50,  4
			FLEX,    3,  42,    40,  3
			FLEX,   25,  35,    10,  2
			FLEX,   25,  36,    20,  2
			STRICT,  3,  42,    40,  3
			STRICT, 25,  36,    20,  1
			SPACED,  3,  14,    20,  1
			SPACED,  3,  13,    10,  0
			""")
	void tickThatIsLaterThanItMayBeIsSkipped(TickMode mode, long max, long begin, long due, long skipped) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 0).maxLateness(Duration.ofNanos(max));
		assertThat(schedule.tryTick(0)).isTrue();
		assertThat(schedule.untilNext(0)).isEqualTo(INTERVAL);
		boolean begun = schedule.tryTick(begin) || schedule.tryTick(due);
		assertThat(begun).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(due);
		assertThat(schedule.skipped()).isEqualTo(skipped);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# mode, max, end, due, skipped
			FLEX,    3,  36,    40,  3
			FLEX,    8,  36,    30,  2
			FLEX,   15,  47,    40,  3
			FLEX,   25,  48,    30,  3
			FLEX,   35,  48,    20,  3
			FLEX,   38,  48,    10,  3
			STRICT,  3,  36,    40,  3
			STRICT, 25,  48,    30,  2
			""")
	void tickThatEndsLateLeavesOutEachTickOnce(TickMode mode, long max, long end, long due, long skipped) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 0).maxLateness(Duration.ofNanos(max));
		assertThat(schedule.tryTick(0)).isTrue();
		schedule.untilNext(end);
		assertThat(schedule.tryTick(Math.max(end, due))).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(due);
		assertThat(schedule.skipped()).isEqualTo(skipped);
	}

	@Test
	void tickOfContinuousIsNeverTooLate() {
		TickSchedule schedule = TickSchedule.start(TickMode.CONTINUOUS, Duration.ZERO, 0)
			.maxLateness(Duration.ofNanos(1));
		assertThat(schedule.tryTick(100)).isTrue();
		assertThat(schedule.skipped()).isZero();
	}

	@Test
	void firstTickThatIsLaterThanItMayBeIsSkipped() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0).maxLateness(Duration.ofNanos(3));
		assertThat(schedule.tryTick(4)).isFalse();
		assertThat(schedule.untilNext(4)).isEqualTo(Duration.ofNanos(6));
		schedule.setInterval(Duration.ofNanos(7), 4);
		assertThat(schedule.untilNext(4)).isEqualTo(Duration.ofNanos(3));
	}

	@Test
	void tickThatWasAskedForIsNeverTooLate() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0).maxLateness(Duration.ofNanos(3));
		schedule.tickOutOfTurn(9);
		assertThat(schedule.dueAt()).isEqualTo(9);
		assertThat(schedule.skipped()).isZero();
	}

	@Test
	void startOfCronThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> TickSchedule.start(TickMode.CRON, INTERVAL, 0));
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void startWithIntervalThatIsNotPositiveThrows(long interval) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TickSchedule.start(TickMode.FLEX, Duration.ofNanos(interval), 0))
			.withMessageContaining("must be positive");
	}

	@Test
	void untilNextDoesNotChangeTheSchedule() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		assertThat(schedule.untilNext(100)).isZero();
		assertThat(schedule.untilNext(100)).isZero();
		schedule.tryTick(100);
		assertThat(schedule.skipped()).isEqualTo(10);
	}

	@Test
	void tryTickOfFlexAfterSuspendRunsOnceAndStartsAnew() {
		long hour = Duration.ofHours(1).toNanos();
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, Duration.ofSeconds(1), 0);
		schedule.tryTick(hour);
		assertThat(schedule.skipped()).isEqualTo(3600);
		assertThat(schedule.untilNext(hour + 1000)).isEqualTo(Duration.ofSeconds(1).minusNanos(1000));
		assertThat(schedule.tryTick(hour + 1000)).isFalse();
	}

	@Test
	void tryTickOfFlexLongAfterTickThatEndedLateRunsOnceAndStartsAnew() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		schedule.tryTick(0);
		assertThat(schedule.untilNext(35)).isZero();
		assertThat(schedule.tryTick(95)).isTrue();
		assertThat(schedule.skipped()).isEqualTo(8);
		assertThat(schedule.untilNext(96)).isEqualTo(Duration.ofNanos(9));
	}

	@Test
	void tryTickOfSpacedAfterSuspendRunsOnce() {
		long hour = Duration.ofHours(1).toNanos();
		TickSchedule schedule = TickSchedule.start(TickMode.SPACED, Duration.ofSeconds(1), 0);
		schedule.tryTick(hour);
		assertThat(schedule.skipped()).isZero();
		assertThat(schedule.untilNext(hour)).isEqualTo(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tryTickOfStrictCatchesUpAtMostTenAndSkipsTheRest(boolean late) {
		TickSchedule schedule = TickSchedule.start(TickMode.STRICT, INTERVAL, 0);
		long now = 1005;
		assertThat(schedule.tryTick(late ? now : 0)).isTrue();
		for (int i = 1; i <= MAX_CATCH_UP; i++) {
			assertThat(schedule.tryTick(now)).isTrue();
			assertThat(schedule.dueAt()).isEqualTo(i * 10L);
			assertThat(schedule.skipped()).isZero();
		}
		assertThat(schedule.tryTick(now)).isFalse();
		assertThat(schedule.untilNext(now)).isEqualTo(Duration.ofNanos(5));
		assertThat(schedule.tryTick(1010)).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(1010);
		assertThat(schedule.skipped()).isEqualTo(90);
		assertThat(schedule.untilNext(1010)).isEqualTo(INTERVAL);
	}

	@Test
	void tryTickOfStrictCatchesUpTenAgainAfterItWasOnTime() {
		TickSchedule schedule = TickSchedule.start(TickMode.STRICT, INTERVAL, 0);
		schedule.tryTick(0);
		for (int round = 0; round < 5; round++) {
			long now = round * 1000 + 100;
			int caughtUp = 0;
			while (schedule.tryTick(now)) {
				caughtUp++;
			}
			assertThat(caughtUp).isEqualTo(MAX_CATCH_UP);
			assertThat(schedule.untilNext(now)).isBetween(Duration.ofNanos(1), INTERVAL);
			long next = round * 1000 + 110;
			while (next <= round * 1000 + 1000) {
				schedule.tryTick(next);
				next += 10;
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3 })
	void maxCatchUpBoundsWhatRunsBackToBack(int maxCatchUp) {
		TickSchedule schedule = TickSchedule.start(TickMode.STRICT, INTERVAL, 0).maxCatchUp(maxCatchUp);
		schedule.tryTick(0);
		for (int i = 1; i <= maxCatchUp; i++) {
			assertThat(schedule.tryTick(1005)).isTrue();
		}
		assertThat(schedule.tryTick(1005)).isFalse();
		assertThat(schedule.tryTick(1010)).isTrue();
		assertThat(schedule.skipped()).isEqualTo(100 - maxCatchUp);
	}

	@Test
	void maxCatchUpThatMakesNoSenseThrows() {
		TickSchedule strict = TickSchedule.start(TickMode.STRICT, INTERVAL, 0);
		assertThatIllegalArgumentException().isThrownBy(() -> strict.maxCatchUp(-1));
		TickSchedule flex = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		assertThatIllegalStateException().isThrownBy(() -> flex.maxCatchUp(1));
	}

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT" })
	void jitterDelaysTicksAndNotTheSchedule(TickMode mode) {
		TickSchedule schedule = TickSchedule.start(mode, Duration.ofNanos(1000), 0)
			.jitter(Duration.ofNanos(900), new Random(42));
		long now = 0;
		Set<Long> delays = new HashSet<>();
		for (long i = 0; i < 1000; i++) {
			now += schedule.untilNext(now).toNanos();
			assertThat(schedule.tryTick(now - 1)).isFalse();
			assertThat(schedule.tryTick(now)).isTrue();
			assertThat(schedule.dueAt()).isEqualTo(now).isBetween(i * 1000, i * 1000 + 899);
			assertThat(schedule.skipped()).isZero();
			delays.add(now - i * 1000);
		}
		assertThat(delays).hasSizeGreaterThan(400);
	}

	@Test
	void jitterThatMakesNoSenseThrows() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		assertThatIllegalArgumentException().isThrownBy(() -> schedule.jitter(Duration.ofNanos(-1), new Random()));
	}

	@ParameterizedTest
	@CsvSource({ "FLEX, 10", "STRICT, 10", "SPACED, 17", "CONTINUOUS, 7" })
	void tickOutOfTurnMovesOnlyWhatCountsFromItsEnd(TickMode mode, long next) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 0);
		schedule.tryTick(0);
		schedule.untilNext(0);
		schedule.tickOutOfTurn(5);
		assertThat(schedule.dueAt()).isEqualTo(5);
		assertThat(schedule.untilNext(7)).isEqualTo(Duration.ofNanos(next - 7));
		assertThat(schedule.tryTick(next)).isTrue();
		assertThat(schedule.skipped()).isZero();
	}

	@Test
	void tickOutOfTurnOfSpacedStandsForTheInitialOne() {
		TickSchedule schedule = TickSchedule.start(TickMode.SPACED, INTERVAL, 0);
		schedule.tickOutOfTurn(5);
		assertThat(schedule.untilNext(7)).isEqualTo(INTERVAL);
		schedule.setInterval(Duration.ofNanos(30), 8);
		assertThat(schedule.untilNext(8)).isEqualTo(Duration.ofNanos(29));
	}

	@Test
	void tickOutOfTurnThatTakesLongDelaysTheNextLikeAnyOther() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		schedule.tryTick(0);
		schedule.tickOutOfTurn(5);
		assertThat(schedule.untilNext(35)).isZero();
		assertThat(schedule.tryTick(35)).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(10);
		assertThat(schedule.skipped()).isEqualTo(2);
		assertThat(schedule.untilNext(36)).isEqualTo(Duration.ofNanos(9));
	}

	@Test
	void tickOutOfTurnThatSucceedsEndsTheBackoff() {
		TickSchedule schedule = TickSchedule.start(TickMode.CONTINUOUS, Duration.ZERO, 0);
		schedule.tryTick(0);
		schedule.tickFailed();
		assertThat(schedule.untilNext(1)).isPositive();
		schedule.tickOutOfTurn(2);
		assertThat(schedule.untilNext(3)).isZero();
	}

	@Test
	void restartDuringTickForgetsIt() {
		TickSchedule schedule = TickSchedule.start(TickMode.CONTINUOUS, Duration.ZERO, 0);
		schedule.tryTick(0);
		schedule.restart(5);
		schedule.tickFailed();
		assertThat(schedule.untilNext(6)).isZero();
		schedule.tryTick(6);
		assertThat(schedule.untilNext(6)).isZero();
	}

	@Test
	void tryTickOfContinuousAfterFailuresBacksOff() {
		TickSchedule schedule = TickSchedule.start(TickMode.CONTINUOUS, Duration.ZERO, 0);
		long now = 0;
		long expected = Duration.ofMillis(100).toNanos();
		for (int i = 0; i < 100; i++) {
			assertThat(schedule.tryTick(now)).isTrue();
			schedule.tickFailed();
			assertThat(schedule.untilNext(now)).isEqualTo(Duration.ofNanos(expected));
			now += expected;
			expected = Math.min(2 * expected, Duration.ofMillis(25_600).toNanos());
		}
		schedule.tryTick(now);
		assertThat(schedule.untilNext(now)).isZero();
		schedule.tryTick(now);
		schedule.tickFailed();
		assertThat(schedule.untilNext(now)).isEqualTo(Duration.ofMillis(100));
	}

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT", "SPACED" })
	void tickFailedOfModeWithIntervalChangesNothing(TickMode mode) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 0);
		schedule.tryTick(0);
		schedule.tickFailed();
		assertThat(schedule.untilNext(0)).isEqualTo(INTERVAL);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CRON")
	void restartStartsAsAtFirst(TickMode mode) {
		TickSchedule schedule = TickSchedule.start(mode, INTERVAL, 0);
		schedule.tryTick(0);
		schedule.tryTick(95);
		schedule.restart(200);
		assertThat(schedule.untilNext(200)).isZero();
		assertThat(schedule.tryTick(200)).isTrue();
		assertThat(schedule.dueAt()).isEqualTo(200);
		assertThat(schedule.untilNext(200)).isEqualTo((mode != TickMode.CONTINUOUS) ? INTERVAL : Duration.ZERO);
	}

	@Test
	void restartWaitsForTheInitialDelay() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0).initialDelay(INTERVAL);
		schedule.tryTick(10);
		schedule.restart(12);
		assertThat(schedule.untilNext(12)).isEqualTo(INTERVAL);
	}

	@Test
	void restartForgetsFailures() {
		TickSchedule schedule = TickSchedule.start(TickMode.CONTINUOUS, Duration.ZERO, 0);
		schedule.tryTick(0);
		schedule.tickFailed();
		schedule.restart(0);
		schedule.tryTick(0);
		assertThat(schedule.untilNext(0)).isZero();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# new, now, next
			20,    3,   20
			20,    9,   20
			5,     3,   5
			5,     7,   7
			1,     9,   9
			""")
	void setIntervalCountsFromTheLastTick(long interval, long now, long next) {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		schedule.tryTick(0);
		schedule.untilNext(1);
		schedule.setInterval(Duration.ofNanos(interval), now);
		assertThat(schedule.untilNext(now)).isEqualTo(Duration.ofNanos(next - now));
		schedule.tryTick(next);
		assertThat(schedule.untilNext(next)).isEqualTo(Duration.ofNanos(interval));
	}

	@Test
	void setIntervalDuringTickCountsFromThatTick() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		schedule.tryTick(0);
		schedule.setInterval(Duration.ofNanos(30), 5);
		assertThat(schedule.untilNext(6)).isEqualTo(Duration.ofNanos(24));
	}

	@Test
	void setIntervalBeforeInitialTickLeavesItDue() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		schedule.setInterval(Duration.ofNanos(30), 0);
		assertThat(schedule.untilNext(0)).isZero();
		schedule.tryTick(0);
		assertThat(schedule.untilNext(0)).isEqualTo(Duration.ofNanos(30));
	}

	@Test
	void setIntervalBeforeFirstTickLeavesTheInitialDelay() {
		TickSchedule schedule = TickSchedule.start(TickMode.FLEX, INTERVAL, 0).initialDelay(INTERVAL);
		schedule.setInterval(Duration.ofNanos(30), 5);
		assertThat(schedule.untilNext(5)).isEqualTo(Duration.ofNanos(5));
		assertThat(schedule.tryTick(10)).isTrue();
		assertThat(schedule.untilNext(10)).isEqualTo(Duration.ofNanos(30));
	}

	@Test
	void setIntervalThatMakesNoSenseThrows() {
		TickSchedule flex = TickSchedule.start(TickMode.FLEX, INTERVAL, 0);
		assertThatIllegalArgumentException().isThrownBy(() -> flex.setInterval(Duration.ZERO, 0));
		TickSchedule continuous = TickSchedule.start(TickMode.CONTINUOUS, Duration.ZERO, 0);
		assertThatIllegalStateException().isThrownBy(() -> continuous.setInterval(INTERVAL, 0));
	}

}
