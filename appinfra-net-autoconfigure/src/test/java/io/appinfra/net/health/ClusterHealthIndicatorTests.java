package io.appinfra.net.health;

import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.StoreStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterHealthIndicator}.
 */
class ClusterHealthIndicatorTests {

	private final Cluster cluster = mock(Cluster.class);

	private final StoreStatus store = mock(StoreStatus.class);

	private final ClusterHealthIndicator indicator = new ClusterHealthIndicator(this.cluster, this.store);

	@BeforeEach
	void describe() {
		given(this.store.kind()).willReturn("redis");
		given(this.cluster.instance()).willReturn("one");
		given(this.cluster.instances()).willReturn(Map.of());
	}

	@Test
	void healthWhenThisInstanceHasALeaseIsUp() {
		given(this.store.state()).willReturn(StoreStatus.State.UP);
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("store", "redis")
			.containsEntry("instance", "one")
			.containsEntry("instances", 0);
	}

	@Test
	void healthWhenThisInstanceHasNoLeaseIsDown() {
		given(this.store.state()).willReturn(StoreStatus.State.DOWN);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

}
