package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TickerMachine}: its transitions, and what holds in each walk over
 * them.
 */
class TickerMachineTests {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final TickerDefinition definition = TestSettings.every(INTERVAL).mode(TickMode.FLEX).define("ticker");

	private final List<TickerStatus> statuses = new ArrayList<>();

	private final TickClocks clocks = new TickClocks(() -> this.now, () -> Instant.EPOCH.plusNanos(this.now), 0);

	private final TickerMachine machine = new TickerMachine(TickerStatus.of(this.definition), this.definition,
			this.statuses::add);

	private long now;

	@Test
	void startWantsThreadThatStarts() {
		this.machine.start();
		assertThat(this.machine.takeThreadWanted()).isTrue();
		assertThat(this.machine.takeThreadWanted()).isFalse();
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.STARTING);
	}

	@Test
	void timeIsUpWhenNothingIsDueSetsAlarmAgain() {
		awaitFirstTick();
		this.now += INTERVAL.toNanos() - 1;
		assertThat(this.machine.timeIsUp()).isFalse();
		assertThat(this.machine.takeThreadWanted()).isFalse();
		TickTimer.Alarm alarm = this.machine.takeAlarm();
		assertThat(alarm).isNotNull();
		assertThat(alarm.delay()).isEqualTo(Duration.ofNanos(1));
	}

	@Test
	void timeIsUpWhenTickIsDueWantsThreadThatTicks() {
		awaitFirstTick();
		this.now += INTERVAL.toNanos();
		assertThat(this.machine.timeIsUp()).isTrue();
		assertThat(this.machine.takeThreadWanted()).isTrue();
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.TICKING);
		assertThat(this.machine.timeIsUp()).as("is ticking").isFalse();
	}

	@Test
	void stopWhenTickingWaitsForItsEnd() {
		DueTick due = awaitTick();
		RunningTick tick = begin(due);
		this.machine.stop();
		assertThat(this.machine.takeThreadWanted()).isFalse();
		assertThat(tick.stopRequested()).isTrue();
		this.machine.end(due, tick.ended(null));
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.STOPPING);
		this.machine.stopped();
		assertThat(this.machine.nextTurn()).isNull();
	}

	@Test
	void stopWhenNotStartedEndsWithoutStopping() {
		this.machine.stop();
		assertThat(this.machine.takeThreadWanted()).isTrue();
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.ENDED);
		assertThat(this.machine.nextTurn()).isNull();
		this.machine.start();
		assertThat(this.machine.takeThreadWanted()).isFalse();
	}

	@Test
	void beginWhenAbandonedIsNoTick() {
		DueTick due = awaitTick();
		this.machine.abandon();
		assertThat(this.machine.begin(due, new TickGate.Pass(1, null))).isNull();
	}

	@Test
	void triggerWhenPausedTicksOnceForAll() {
		awaitFirstTick();
		long before = this.machine.status().ticks();
		this.machine.pause();
		assertThat(this.machine.trigger(TickOrigin.NONE)).isSameAs(this.machine.trigger(TickOrigin.NONE));
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.TICKING);
		DueTick due = due();
		this.machine.end(due, begin(due).ended(null));
		assertThat(this.machine.nextTurn()).isNull();
		assertThat(this.machine.status().ticks()).isEqualTo(before + 1);
	}

	@Test
	void triggerWhenStoppedIsRefused() {
		this.machine.stop();
		assertThatIllegalStateException().isThrownBy(() -> this.machine.trigger(TickOrigin.NONE))
			.withMessage("Ticker 'ticker' has stopped");
	}

	@Test
	void threadRefusedWhenStartIsDueStartsLater() {
		this.machine.start();
		assertThat(this.machine.takeThreadWanted()).isTrue();
		this.machine.threadRefused();
		this.machine.wantThread();
		assertThat(this.machine.takeThreadWanted()).isTrue();
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.STARTING);
	}

	/**
	 * At most one thread is wanted or has a turn, one tick runs, alarms are numbered in
	 * their order, and what was asked to stop ends.
	 */
	@RepeatedTest(50)
	void walkKeepsOneThreadAndEnds(RepetitionInfo repetition) {
		Walk walk = new Walk(new Random(repetition.getCurrentRepetition()));
		for (int i = 0; i < 500; i++) {
			walk.step();
		}
		this.machine.stop();
		walk.check();
		while (walk.threads > 0) {
			walk.turn();
		}
		assertThat(this.machine.status().state()).isEqualTo(TickerState.STOPPED);
		assertThat(this.machine.status().number()).isEqualTo(walk.ticks);
		assertThat(this.statuses).last().isEqualTo(this.machine.status());
	}

	private void awaitFirstTick() {
		this.machine.start();
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.STARTING);
		this.machine.started(schedule());
		if (this.machine.nextTurn() == Phase.TICKING) {
			DueTick due = due();
			this.machine.end(due, begin(due).ended(null));
			assertThat(this.machine.nextTurn()).isNull();
		}
		this.machine.takeThreadWanted();
	}

	private ClockedSchedule schedule() {
		return ClockedSchedule.start(this.definition, this.machine.status().interval(), this.clocks, TickGate.NO_OP);
	}

	private DueTick awaitTick() {
		awaitFirstTick();
		this.now += INTERVAL.toNanos();
		assertThat(this.machine.timeIsUp()).isTrue();
		assertThat(this.machine.takeThreadWanted()).isTrue();
		assertThat(this.machine.nextTurn()).isEqualTo(Phase.TICKING);
		return due();
	}

	private DueTick due() {
		DueTick due = this.machine.due();
		assertThat(due).isNotNull();
		return due;
	}

	private RunningTick begin(DueTick due) {
		RunningTick tick = this.machine.begin(due, new TickGate.Pass(due.number(), null));
		assertThat(tick).isNotNull();
		return tick;
	}

	/**
	 * A random walk of the machine with the thread that it wants.
	 */
	private final class Walk {

		private final TickerMachine machine = TickerMachineTests.this.machine;

		private final Random random;

		private @Nullable Phase phase;

		private int threads;

		private long ticks;

		private long alarm;

		Walk(Random random) {
			this.random = random;
			this.machine.start();
			check();
		}

		void step() {
			switch (this.random.nextInt(8)) {
				case 0 -> this.machine.pause();
				case 1, 2 -> this.machine.resume();
				case 3 -> this.machine.trigger(TickOrigin.NONE);
				case 4 -> this.machine.setInterval(Duration.ofSeconds(1 + this.random.nextInt(10)));
				case 5 -> this.machine.timeIsUp();
				case 6 -> TickerMachineTests.this.now += this.random.nextLong(INTERVAL.toNanos());
				default -> {
					if (this.threads > 0) {
						turn();
					}
				}
			}
			check();
		}

		void turn() {
			if (this.phase == Phase.STARTING) {
				this.machine.started(schedule());
			}
			else if (this.phase == Phase.TICKING) {
				DueTick due = due();
				this.ticks++;
				RunningTick tick = begin(due);
				this.machine.end(due,
						tick.ended(this.random.nextBoolean() ? new IllegalStateException("flaky") : null));
			}
			else if (this.phase == Phase.STOPPING) {
				this.machine.stopped();
			}
			this.phase = this.machine.nextTurn();
			this.threads -= (this.phase == null) ? 1 : 0;
			check();
		}

		void check() {
			this.threads += this.machine.takeThreadWanted() ? 1 : 0;
			assertThat(this.threads).isBetween(0, 1);
			TickTimer.Alarm taken = this.machine.takeAlarm();
			if (taken != null) {
				assertThat(taken.number()).isGreaterThan(this.alarm);
				this.alarm = taken.number();
			}
		}

	}

}
