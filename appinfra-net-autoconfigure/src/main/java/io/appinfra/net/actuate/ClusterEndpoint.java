package io.appinfra.net.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.Instance;
import io.appinfra.net.cluster.StoreStatus;

/**
 * Endpoint that shows the instances that share a store, and who ticks what.
 */
@Endpoint(id = "cluster")
public final class ClusterEndpoint {

	private final Cluster cluster;

	private final StoreStatus store;

	/**
	 * Create the endpoint.
	 * @param cluster the instances
	 * @param store the store
	 */
	public ClusterEndpoint(Cluster cluster, StoreStatus store) {
		this.cluster = cluster;
		this.store = store;
	}

	/**
	 * Return the instances as this one has seen them last.
	 * @return the instances
	 */
	@ReadOperation
	public ClusterDescriptor cluster() {
		Map<String, InstanceDescriptor> instances = new TreeMap<>();
		this.cluster.instances().forEach((name, instance) -> instances.put(name, InstanceDescriptor.of(instance)));
		return new ClusterDescriptor(new StoreDescriptor(this.store.kind(), this.store.state(), this.store.latencyMs(),
				this.store.clockOffsetMs()), this.cluster.instance(), instances);
	}

	/**
	 * The cluster.
	 *
	 * @param store the store
	 * @param instance the name of the instance that answers
	 * @param instances the instances by their names
	 */
	public record ClusterDescriptor(StoreDescriptor store, String instance,
			Map<String, InstanceDescriptor> instances) implements OperationResponseBody {

	}

	/**
	 * A store, as the instance that answers sees it.
	 *
	 * @param kind {@code local}, {@code redis}, {@code jdbc} or the class of another one
	 * @param state {@code UP} while this instance has a lease, else {@code DOWN}
	 * @param latencyMs how long the last renewal of the lease took, in milliseconds
	 * @param clockOffsetMs how far the clock of the store is ahead of that of this
	 * instance, in milliseconds
	 */
	public record StoreDescriptor(String kind, StoreStatus.State state, double latencyMs, double clockOffsetMs) {

	}

	/**
	 * An instance.
	 *
	 * @param host the name of its host
	 * @param pid the id of its web process
	 * @param startedAt when it has started
	 * @param state what it is doing
	 * @param leaseLeftMs how long it lives on without renewing its lease, in milliseconds
	 * @param tickers the tickers of the cluster that it owns
	 */
	public record InstanceDescriptor(String host, long pid, Instant startedAt, Instance.State state, long leaseLeftMs,
			List<String> tickers) {

		static InstanceDescriptor of(Instance instance) {
			return new InstanceDescriptor(instance.host(), instance.pid(), instance.startedAt(), instance.state(),
					instance.leaseLeft().toMillis(), instance.tickers());
		}

	}

}
