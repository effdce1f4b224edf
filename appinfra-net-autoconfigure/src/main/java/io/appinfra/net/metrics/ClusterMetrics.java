package io.appinfra.net.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;

import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.Instance;
import io.appinfra.net.cluster.Takeovers;

/**
 * Metrics of the instances that share a store: {@code appinfra.cluster.instances},
 * {@code appinfra.cluster.lease.left}, {@code appinfra.cluster.takeovers} and
 * {@code appinfra.cluster.ticks.lost}. Safe for use by many threads.
 */
public final class ClusterMetrics implements MeterBinder, Takeovers {

	private final Map<Reason, LongAdder> takeovers = new EnumMap<>(Reason.class);

	private final LongAdder lostTicks = new LongAdder();

	private final ObjectProvider<Cluster> cluster;

	/**
	 * Create metrics.
	 * @param cluster returns the instances
	 */
	public ClusterMetrics(ObjectProvider<Cluster> cluster) {
		this.cluster = cluster;
		for (Reason reason : Reason.values()) {
			this.takeovers.put(reason, new LongAdder());
		}
	}

	@Override
	public void taken(String ticker, Reason reason) {
		this.takeovers.get(reason).increment();
	}

	@Override
	public void tickLost(String ticker) {
		this.lostTicks.increment();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Instance.State state : Instance.State.values()) {
			Gauge.builder("appinfra.cluster.instances", this, (metrics) -> metrics.count(state))
				.description("Instances that share the store")
				.baseUnit("instances")
				.tag("state", TagValues.of(state))
				.register(registry);
		}
		TimeGauge.builder("appinfra.cluster.lease.left", this, TimeUnit.MILLISECONDS, ClusterMetrics::leaseLeftMs)
			.description("What is left of the lease of this instance")
			.register(registry);
		this.takeovers
			.forEach((reason, count) -> FunctionCounter.builder("appinfra.cluster.takeovers", count, LongAdder::sum)
				.description("Tickers that this instance has taken")
				.tag("reason", TagValues.of(reason))
				.register(registry));
		FunctionCounter.builder("appinfra.cluster.ticks.lost", this.lostTicks, LongAdder::sum)
			.description("Ticks that had begun in other instances, whose tickers this one has taken")
			.register(registry);
	}

	private double count(Instance.State state) {
		return instances().stream().filter((instance) -> instance.state() == state).count();
	}

	private double leaseLeftMs() {
		Cluster cluster = this.cluster.getIfAvailable();
		Instance own = (cluster != null) ? cluster.instances().get(cluster.instance()) : null;
		return (own != null) ? own.leaseLeft().toMillis() : Double.NaN;
	}

	private List<Instance> instances() {
		Cluster cluster = this.cluster.getIfAvailable();
		return (cluster != null) ? List.copyOf(cluster.instances().values()) : List.of();
	}

}
