package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.appinfra.net.ticker.TickRecord.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link TickHistoryRecorder}.
 */
class TickHistoryRecorderTests {

	private final TickHistoryRecorder recorder = new TickHistoryRecorder();

	private TickerStatus status = TickerStatus.of(TestSettings.every(Duration.ofSeconds(1)).define("prices"))
		.withIdle();

	@Test
	void historyWhenNothingHappenedIsEmpty() {
		this.recorder.add(this.status);
		assertThat(this.recorder.history().recent()).isEmpty();
		assertThat(this.recorder.history().runningSince()).isNull();
	}

	@Test
	void addWhenTickRunsSaysSinceWhen() {
		Instant before = Instant.now();
		begin(0);
		Instant since = this.recorder.history().runningSince();
		assertThat(since).isBetween(before, Instant.now());
		this.recorder.add(this.status.withPaused(true));
		assertThat(this.recorder.history().runningSince()).isEqualTo(since);
		end();
		assertThat(this.recorder.history().runningSince()).isNull();
	}

	@Test
	void addWhenNextTickRunsAtOnceSaysSinceWhenThatOne() {
		begin(0);
		Instant first = this.recorder.history().runningSince();
		assertThat(first).isNotNull();
		while (!Instant.now().isAfter(first)) {
			Thread.onSpinWait();
		}
		this.status = ended().withBegun(this.status.number() + 1, 0);
		this.recorder.add(this.status);
		assertThat(this.recorder.history().runningSince()).isAfter(first);
	}

	@Test
	void addWhenStatusIsRepeatedRemembersTickOnce() {
		tick(0);
		this.recorder.add(this.status);
		this.recorder.add(this.status.withIdle());
		assertThat(this.recorder.history().recent()).extracting((recent) -> recent.tick().number()).containsExactly(1L);
	}

	@Test
	void addWhenTicksWereSkippedSaysHowMany() {
		tick(0);
		tick(3);
		tick(0);
		assertThat(this.recorder.history().recent())
			.extracting((recent) -> recent.tick().number(), RecentTick::skipped, RecentTick::unseen)
			.containsExactly(tuple(1L, 0L, 0L), tuple(2L, 3L, 0L), tuple(3L, 0L, 0L));
	}

	@Test
	void addWhenTicksWereNotReportedSaysHowMany() {
		tick(0);
		for (int i = 0; i < 3; i++) {
			this.status = this.status.withBegun(this.status.number() + 1, 1);
			this.status = ended();
		}
		this.recorder.add(this.status);
		assertThat(this.recorder.history().recent())
			.extracting((recent) -> recent.tick().number(), RecentTick::skipped, RecentTick::unseen)
			.containsExactly(tuple(1L, 0L, 0L), tuple(4L, 3L, 2L));
	}

	@Test
	void addWhenFullForgetsTheOldest() {
		for (int i = 0; i < 250; i++) {
			tick(0);
		}
		assertThat(this.recorder.history().recent()).hasSize(100)
			.extracting((recent) -> recent.tick().number())
			.startsWith(151L)
			.endsWith(250L)
			.isSorted();
	}

	private void tick(long skipped) {
		begin(skipped);
		end();
	}

	private void begin(long skipped) {
		this.status = this.status.withBegun(this.status.number() + 1, skipped);
		this.recorder.add(this.status);
	}

	private void end() {
		this.status = ended();
		this.recorder.add(this.status);
	}

	private TickerStatus ended() {
		return this.status
			.withEnded(new TickRecord(this.status.number(), Instant.EPOCH, Instant.EPOCH, 1, 0, Outcome.SUCCESS, null));
	}

}
