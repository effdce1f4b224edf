package io.appinfra.net.cluster.coordinator;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LookTimer}.
 */
class LookTimerTests {

	private final LookTimer timer = new LookTimer(Duration.ofSeconds(10), 0);

	@Test
	void isDueWhenNothingWasSeenYetIsTrueOnceAndAgainAfterAFourthOfTheLease() {
		assertThat(isDueAt(0)).isTrue();
		assertThat(isDueAt(2_499)).isFalse();
		assertThat(isDueAt(2_500)).isTrue();
	}

	@Test
	void isDueWhenAllRenewIsTrueAfterAFourthOfTheLease() {
		assertThat(isDueAt(0)).isTrue();
		looked(100, 7_000);
		assertThat(isDueAt(2_599)).isFalse();
		assertThat(isDueAt(2_600)).isTrue();
	}

	@Test
	void isDueWhenOneHasStoppedRenewingIsTrueAsItsLeaseIsOver() {
		looked(0, 1_000);
		assertThat(isDueAt(1_000)).isFalse();
		assertThat(isDueAt(1_005)).isTrue();
		looked(2_000, 6_000);
		assertThat(isDueAt(4_499)).isFalse();
		assertThat(isDueAt(4_500)).isTrue();
	}

	@Test
	void isDueWhenSomethingHasChangedIsTrueAtOnce() {
		looked(0, 10_000);
		assertThat(isDueAt(1)).isFalse();
		this.timer.lookSoon(Duration.ofMillis(1).toNanos());
		assertThat(isDueAt(1)).isTrue();
		assertThat(isDueAt(2)).isFalse();
	}

	private void looked(long millis, long leastMillis) {
		this.timer.looked(Duration.ofMillis(millis).toNanos(), Duration.ofMillis(leastMillis));
	}

	private boolean isDueAt(long millis) {
		return this.timer.isDue(Duration.ofMillis(millis).toNanos());
	}

}
