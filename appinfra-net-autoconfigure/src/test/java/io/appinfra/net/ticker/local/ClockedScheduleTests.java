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
 * Tests for {@link ClockedSchedule}.
 */
class ClockedScheduleTests {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final TickerDefinition definition = TestSettings.every(INTERVAL).mode(TickMode.FLEX).define("ticker");

	private final TickerStatus status = TickerStatus.of(this.definition);

	private final TickGate gate = mock(TickGate.class);

	private final TickClocks clocks = new TickClocks(() -> this.now, () -> Instant.EPOCH.plusNanos(this.now), 0);

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
		ClockedSchedule schedule = start();
		assertThat(schedule.untilNext()).isEqualTo(Duration.ofSeconds(6));
		assertThat(schedule.next().at()).isEqualTo(due.plus(INTERVAL));
		then(this.gate).should(never()).scheduled(any(), any());
	}

	@Test
	void nextWhenTickIsLateIsNow() {
		ClockedSchedule schedule = start();
		this.now += Duration.ofSeconds(3).toNanos();
		assertThat(schedule.next()).isEqualTo(new ClockedSchedule.Next(instant(), Duration.ZERO));
	}

	@Test
	void takeDueWhenPausedIsTickThatWasTriggeredAlone() {
		ClockedSchedule schedule = start();
		TickerStatus paused = this.status.withPaused(true);
		assertThat(schedule.takeDue(paused, null)).isNull();
		DueTick due = schedule.takeDue(paused, new TickTrigger());
		assertThat(due).isNotNull();
		assertThat(due.paused()).isTrue();
	}

	@Test
	void beginWhenTickIsLateKnowsSinceWhen() {
		ClockedSchedule schedule = start();
		Instant due = instant();
		this.now += Duration.ofSeconds(2).toNanos();
		RunningTick tick = begin(schedule, null);
		assertThat(tick.lateness()).isEqualTo(Duration.ofSeconds(2));
		assertThat(tick.scheduledAt()).isEqualTo(due);
	}

	@Test
	void beginWhenTickWasTriggeredIsNotLate() {
		ClockedSchedule schedule = start();
		this.now += Duration.ofSeconds(2).toNanos();
		assertThat(begin(schedule, new TickTrigger()).lateness()).isZero();
	}

	private ClockedSchedule start() {
		return ClockedSchedule.start(this.definition, INTERVAL, this.clocks, this.gate);
	}

	private RunningTick begin(ClockedSchedule schedule, TickTrigger trigger) {
		DueTick due = schedule.takeDue(this.status, trigger);
		assertThat(due).isNotNull();
		return schedule.begin(due, new TickGate.Pass(due.number(), null), () -> false);
	}

	private Instant instant() {
		return Instant.EPOCH.plusNanos(this.now);
	}

}
