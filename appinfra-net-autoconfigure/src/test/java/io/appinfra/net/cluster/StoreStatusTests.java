package io.appinfra.net.cluster;

import org.junit.jupiter.api.Test;

import io.appinfra.net.state.StateSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StoreStatus}.
 */
class StoreStatusTests {

	private final StateSession session = mock(StateSession.class);

	private final StoreStatus status = new StoreStatus(this.session, "redis");

	@Test
	void timesHaveThreeDecimals() {
		long sent = System.nanoTime();
		given(this.session.lastRenewal())
			.willReturn(new StateSession.Renewal(System.currentTimeMillis() * 1000 + 250_123, sent, sent + 1_234_567));
		assertThat(this.status.latencyMs()).isEqualTo(1.235);
		double offset = this.status.clockOffsetMs();
		assertThat(offset).isEqualTo(Math.round(offset * 1000) / 1000.0);
	}

	@Test
	void timesWhenNothingWasRenewedAreZero() {
		assertThat(this.status.latencyMs()).isZero();
		assertThat(this.status.clockOffsetMs()).isZero();
	}

}
