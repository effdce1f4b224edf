package io.appinfra.net.http.limits;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerLimits}.
 */
class HandlerLimitsTests {

	@Test
	void timesWhenNoClockCountsThemAreNoBounds() {
		HandlerLimits limits = limits(Duration.ofDays(1_000_000));
		assertThat(limits.readTimeout()).isNull();
		assertThat(limits.timeout()).isNull();
	}

	@Test
	void timesWhenClocksCountThemStay() {
		Duration years = Duration.ofDays(100_000);
		assertThat(limits(years).readTimeout()).isEqualTo(years);
		assertThat(limits(years).timeout()).isEqualTo(years);
		assertThat(limits(Duration.ofSeconds(-1)).timeout()).isEqualTo(Duration.ofSeconds(-1));
	}

	private static HandlerLimits limits(Duration time) {
		return new HandlerLimits(null, null, time, null, time);
	}

}
