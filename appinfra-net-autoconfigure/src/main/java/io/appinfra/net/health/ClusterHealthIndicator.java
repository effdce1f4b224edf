package io.appinfra.net.health;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.StoreStatus;

/**
 * Health of this instance among those that share a store: down while it has no lease. It
 * is no part of readiness: one blip of the engine would take all instances out.
 */
public final class ClusterHealthIndicator extends AbstractHealthIndicator {

	private final Cluster cluster;

	private final StoreStatus store;

	/**
	 * Create the indicator.
	 * @param cluster the instances
	 * @param store the store
	 */
	public ClusterHealthIndicator(Cluster cluster, StoreStatus store) {
		super("The health of the cluster could not be read");
		this.cluster = cluster;
		this.store = store;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.status(this.store.state().name())
			.withDetail("store", this.store.kind())
			.withDetail("instance", this.cluster.instance())
			.withDetail("instances", this.cluster.instances().size());
	}

}
