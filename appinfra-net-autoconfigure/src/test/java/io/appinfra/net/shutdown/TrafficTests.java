package io.appinfra.net.shutdown;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Traffic}.
 */
class TrafficTests {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private static final long MILLI = 1_000_000;

	private long now = 1;

	private final Traffic traffic = new Traffic(() -> this.now);

	@Test
	void quietWhenRequestsComeBeginsAnew() {
		this.traffic.drain();
		pass(900);
		this.traffic.request();
		pass(900);
		assertThat(this.traffic.isQuiet(QUIET)).isFalse();
		pass(100);
		assertThat(this.traffic.isQuiet(QUIET)).isTrue();
	}

	@Test
	void quietWhenOnlyProbesComeIsNotDisturbed() {
		this.traffic.drain();
		pass(900);
		this.traffic.probe();
		pass(100);
		assertThat(this.traffic.isQuiet(QUIET)).isTrue();
	}

	@Test
	void endWhenBusyBeforeFollowsQuietWithAProbe() {
		load(30_000, 20);
		this.traffic.drain();
		pass(2_000);
		assertThat(this.traffic.hasEnded(QUIET)).as("nobody has asked").isFalse();
		this.traffic.probe();
		assertThat(this.traffic.hasEnded(QUIET)).isTrue();
		this.traffic.request();
		assertThat(this.traffic.hasEnded(QUIET)).as("a request came").isFalse();
		pass(1_000);
		assertThat(this.traffic.hasEnded(QUIET)).isTrue();
	}

	@Test
	void endWhenLittleCameBeforeIsNotKnown() {
		load(30_000, 500);
		this.traffic.drain();
		this.traffic.probe();
		pass(5_000);
		assertThat(this.traffic.hasEnded(QUIET)).isFalse();
	}

	@Test
	void endWhenBusyLongAgoIsNotKnown() {
		load(15_000, 20);
		pass(600_000);
		this.traffic.drain();
		this.traffic.probe();
		pass(5_000);
		assertThat(this.traffic.hasEnded(QUIET)).isFalse();
	}

	@Test
	void endWhenDrainedAgainTakesAProbeAgain() {
		load(30_000, 20);
		this.traffic.drain();
		this.traffic.probe();
		this.traffic.admit();
		load(30_000, 20);
		this.traffic.drain();
		pass(2_000);
		assertThat(this.traffic.hasEnded(QUIET)).isFalse();
		this.traffic.probe();
		assertThat(this.traffic.hasEnded(QUIET)).isTrue();
	}

	@Test
	void endWhenItWasBusySecondsAgoFollowsQuietWithAProbe() {
		load(21_000, 20);
		pass(9_000);
		this.traffic.drain();
		this.traffic.probe();
		pass(1_000);
		assertThat(this.traffic.hasEnded(QUIET)).isTrue();
	}

	private void load(long millis, long period) {
		for (long passed = 0; passed < millis; passed += period) {
			pass(period);
			this.traffic.request();
		}
	}

	private void pass(long millis) {
		this.now += millis * MILLI;
	}

}
