package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link TickerTimetable}.
 */
class TickerTimetableTests {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final TickerDefinition definition = TestSettings.every(INTERVAL).mode(TickMode.FLEX).define("ticker");

	private final TickerStatus status = TickerStatus.of(this.definition);

	private final TickGate gate = mock(TickGate.class);

	private final TickTime time = new TickTime(() -> this.now, () -> Instant.EPOCH.plusNanos(this.now), 0);

	private long now;

	@BeforeEach
	void begin() {
		this.now = INTERVAL.multipliedBy(100).toNanos();
	}

	@Test
	void startWhenTickerIsNewReportsWhenFirstTickIsDue() {
		start();
		then(this.gate).should().scheduled(this.definition, instant());
	}

	@Test
	void startWhenTickerHasTickedElsewhereGoesOnFromThere() {
		Instant due = instant().minusSeconds(4);
		given(this.gate.started(this.definition)).willReturn(new TickGate.Position(due, due, due.plusSeconds(1)));
		TickerTimetable timetable = start();
		assertThat(timetable.untilNext()).isEqualTo(Duration.ofSeconds(6));
		assertThat(timetable.next().at()).isEqualTo(due.plus(INTERVAL));
		then(this.gate).should(never()).scheduled(any(), any());
	}

	@Test
	void nextWhenTickIsLateIsNow() {
		TickerTimetable timetable = start();
		this.now += Duration.ofSeconds(3).toNanos();
		assertThat(timetable.next()).isEqualTo(new TickerTimetable.Next(instant(), Duration.ZERO));
	}

	@Test
	void takeDueWhenPausedIsTickThatWasTriggeredAlone() {
		TickerTimetable timetable = start();
		TickerStatus paused = this.status.withPaused(true);
		assertThat(timetable.takeDue(paused, null)).isNull();
		DueTick due = timetable.takeDue(paused, new TickTrigger());
		assertThat(due).isNotNull();
		assertThat(due.paused()).isTrue();
	}

	@Test
	void beginWhenTickIsLateKnowsSinceWhen() {
		TickerTimetable timetable = start();
		Instant due = instant();
		this.now += Duration.ofSeconds(2).toNanos();
		RunningTick tick = begin(timetable, null);
		assertThat(tick.lateness()).isEqualTo(Duration.ofSeconds(2));
		assertThat(tick.scheduledAt()).isEqualTo(due);
	}

	@Test
	void beginWhenTickWasTriggeredIsNotLate() {
		TickerTimetable timetable = start();
		this.now += Duration.ofSeconds(2).toNanos();
		assertThat(begin(timetable, new TickTrigger()).lateness()).isZero();
	}

	private TickerTimetable start() {
		return TickerTimetable.start(this.definition, INTERVAL, this.time, this.gate);
	}

	private RunningTick begin(TickerTimetable timetable, TickTrigger trigger) {
		DueTick due = timetable.takeDue(this.status, trigger);
		assertThat(due).isNotNull();
		return timetable.begin(due, new TickGate.Pass(due.number(), null), () -> false);
	}

	private Instant instant() {
		return Instant.EPOCH.plusNanos(this.now);
	}

}
