package io.appinfra.net.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.Instance;
import io.appinfra.net.cluster.Instance.State;
import io.appinfra.net.cluster.Takeovers.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterMetrics}.
 */
class ClusterMetricsTests {

	private final Cluster cluster = mock(Cluster.class);

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ClusterMetrics metrics = new ClusterMetrics(this.beans.getBeanProvider(Cluster.class));

	@BeforeEach
	void bind() {
		this.metrics.bindTo(this.registry);
	}

	@Test
	void metersWhenThereAreInstancesShowThemByTheirStates() {
		this.beans.registerSingleton("cluster", this.cluster);
		Map<String, Instance> instances = new HashMap<>();
		instances.put("a", instance(State.UP));
		instances.put("b", instance(State.UP));
		instances.put("c", instance(State.LOST));
		given(this.cluster.instance()).willReturn("a");
		given(this.cluster.instances()).willReturn(instances);
		assertThat(instances("up")).isEqualTo(2);
		assertThat(instances("draining")).isZero();
		assertThat(instances("lost")).isOne();
		assertThat(this.registry.get("appinfra.cluster.lease.left").timeGauge().value()).isEqualTo(7);
	}

	@Test
	void metersWhenThereIsNoClusterYetAreNothing() {
		assertThat(instances("up")).isZero();
		assertThat(this.registry.get("appinfra.cluster.lease.left").timeGauge().value()).isNaN();
	}

	@Test
	void takeoversWhenTickersAreTakenAreCountedByReason() {
		this.metrics.taken("t1", Reason.HANDED_OVER);
		this.metrics.taken("t2", Reason.HANDED_OVER);
		this.metrics.taken("t1", Reason.LOST);
		assertThat(takeovers("handed-over")).isEqualTo(2);
		assertThat(takeovers("lost")).isOne();
		assertThat(takeovers("new")).isZero();
	}

	@Test
	void ticksWhenLostAreCounted() {
		this.metrics.tickLost("t1");
		this.metrics.tickLost("t2");
		assertThat(this.registry.get("appinfra.cluster.ticks.lost").functionCounter().count()).isEqualTo(2);
	}

	private double instances(String state) {
		return this.registry.get("appinfra.cluster.instances").tag("state", state).gauge().value();
	}

	private double takeovers(String reason) {
		return this.registry.get("appinfra.cluster.takeovers").tag("reason", reason).functionCounter().count();
	}

	private static Instance instance(State state) {
		return new Instance("host", 1, Instant.EPOCH, state, Duration.ofSeconds(7), List.of());
	}

}
