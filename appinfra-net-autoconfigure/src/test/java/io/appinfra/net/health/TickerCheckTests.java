package io.appinfra.net.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TickerCheck}.
 */
class TickerCheckTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final TickerCheck check = check(3, 3);

	@Test
	void problemWhenAllIsWellIsNull() {
		assertThat(this.check.problem(waiting(TickMode.FLEX, NOW), null)).isNull();
		assertThat(this.check.problem(waiting(TickMode.FLEX, null), null)).isNull();
	}

	@Test
	void problemWhenItCouldNotStartSaysSo() {
		TickerStatus status = status(TickMode.FLEX, MINUTE, TickerState.STOPPED, false, 0, null, "no database");
		assertThat(this.check.problem(status, null)).isEqualTo("could not start");
	}

	@ParameterizedTest
	@CsvSource({ "3,2,", "3,3,3 failures in a row", "3,9,9 failures in a row", "0,1000," })
	void problemWhenItFailsInARow(int limit, long failures, @Nullable String problem) {
		TickerStatus status = status(TickMode.FLEX, MINUTE, TickerState.WAITING, false, failures, NOW, null);
		assertThat(check(limit, 3).problem(status, null)).isEqualTo(problem);
	}

	@Test
	void problemWhenItWasPausedForItsFailuresStays() {
		TickerStatus status = status(TickMode.FLEX, MINUTE, TickerState.PAUSED, true, 3, null, null);
		assertThat(this.check.problem(status, null)).isEqualTo("3 failures in a row");
	}

	@ParameterizedTest
	@EnumSource(TickMode.class)
	void problemWhenTickIsDueTooLongSaysWhenItWas(TickMode mode) {
		Duration interval = hasInterval(mode) ? MINUTE : null;
		Duration patience = hasInterval(mode) ? Duration.ofMinutes(3) : Duration.ofSeconds(10);
		assertThat(this.check.problem(waiting(mode, interval, NOW.minus(patience)), null)).isNull();
		Instant due = NOW.minus(patience).minusMillis(1);
		assertThat(this.check.problem(waiting(mode, interval, due), null))
			.isEqualTo("the tick of %s is overdue".formatted(due));
	}

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT" })
	void problemWhenTickRunsTooLongSaysSinceWhen(TickMode mode) {
		TickerStatus status = running(mode, MINUTE, false);
		assertThat(this.check.problem(status, NOW.minus(MINUTE.multipliedBy(3)))).isNull();
		Instant since = NOW.minus(MINUTE.multipliedBy(3)).minusMillis(1);
		assertThat(this.check.problem(status, since))
			.isEqualTo("the next tick is overdue, since this one runs since " + since);
	}

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "STRICT" }, mode = Mode.EXCLUDE)
	void problemWhenTickOfModeThatCannotBeLateRunsLongIsNull(TickMode mode) {
		TickerStatus status = running(mode, hasInterval(mode) ? MINUTE : null, false);
		assertThat(this.check.problem(status, Instant.EPOCH)).isNull();
	}

	@Test
	void problemWhenIntervalIsShortCountsFromTheMinimum() {
		Duration interval = Duration.ofMillis(20);
		assertThat(this.check.problem(waiting(TickMode.FLEX, interval, NOW.minusSeconds(10)), null)).isNull();
		assertThat(this.check.problem(waiting(TickMode.FLEX, interval, NOW.minusMillis(10_001)), null)).isNotNull();
		assertThat(this.check.problem(running(TickMode.FLEX, interval, false), NOW.minusSeconds(10))).isNull();
		assertThat(this.check.problem(running(TickMode.FLEX, interval, false), NOW.minusMillis(10_001))).isNotNull();
	}

	@Test
	void problemWhenIntervalIsTheLongestIsNull() {
		Duration interval = Duration.ofSeconds(Long.MAX_VALUE);
		assertThat(this.check.problem(waiting(TickMode.FLEX, interval, NOW.minusSeconds(10)), null)).isNull();
		assertThat(this.check.problem(running(TickMode.FLEX, interval, false), Instant.EPOCH)).isNull();
	}

	@Test
	void problemWhenPausedOrStoppedIsNeverOverdue() {
		for (TickerState state : new TickerState[] { TickerState.PAUSED, TickerState.STOPPED }) {
			TickerStatus status = status(TickMode.FLEX, MINUTE, state, state == TickerState.PAUSED, 0, Instant.EPOCH,
					null);
			assertThat(this.check.problem(status, null)).as(state.name()).isNull();
		}
		assertThat(this.check.problem(running(TickMode.FLEX, MINUTE, true), Instant.EPOCH)).isNull();
	}

	@Test
	void problemWhenFactorIsZeroIsNeverOverdue() {
		TickerCheck check = check(3, 0);
		assertThat(check.problem(waiting(TickMode.FLEX, Instant.EPOCH), null)).isNull();
		assertThat(check.problem(running(TickMode.FLEX, MINUTE, false), Instant.EPOCH)).isNull();
	}

	@Test
	void limitsWhenNegativeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> check(-1, 3)).withMessageStartingWith("failures");
		assertThatIllegalArgumentException().isThrownBy(() -> check(3, -1)).withMessageStartingWith("overdue-factor");
		assertThatIllegalArgumentException().isThrownBy(() -> new TickersHealthLimits(1, 1, MINUTE.negated()))
			.withMessageStartingWith("overdue-minimum");
	}

	private static TickerCheck check(int failures, double factor) {
		return new TickerCheck(new TickersHealthLimits(failures, factor, Duration.ofSeconds(10)),
				InstantSource.fixed(NOW));
	}

	private static boolean hasInterval(TickMode mode) {
		return mode != TickMode.CRON && mode != TickMode.CONTINUOUS;
	}

	private static TickerStatus waiting(TickMode mode, @Nullable Instant nextAt) {
		return waiting(mode, MINUTE, nextAt);
	}

	private static TickerStatus waiting(TickMode mode, @Nullable Duration interval, @Nullable Instant nextAt) {
		return status(mode, interval, TickerState.WAITING, false, 0, nextAt, null);
	}

	private static TickerStatus running(TickMode mode, @Nullable Duration interval, boolean paused) {
		return status(mode, interval, TickerState.RUNNING, paused, 0, null, null);
	}

	private static TickerStatus status(TickMode mode, @Nullable Duration interval, TickerState state, boolean paused,
			long failures, @Nullable Instant nextAt, @Nullable String error) {
		return new TickerStatus("prices", mode, interval, null, RunIn.IN_PROCESS, null, state, paused, 9, 9, failures,
				failures, 0, nextAt, null, error);
	}

}
