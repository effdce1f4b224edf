package io.appinfra.net.autoconfigure.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.Instance;

/**
 * The cluster of an instance that shares its store with nobody.
 */
final class LocalCluster implements Cluster {

	private final String name;

	private final Instance instance;

	/**
	 * Create a cluster of one.
	 * @param name the name of the instance
	 * @param host the name of the host
	 */
	LocalCluster(String name, String host) {
		this.name = name;
		this.instance = new Instance(host, ProcessHandle.current().pid(), Instant.now(), Instance.State.UP,
				Duration.ZERO, List.of());
	}

	@Override
	public String instance() {
		return this.name;
	}

	@Override
	public Map<String, Instance> instances() {
		return Map.of(this.name, this.instance);
	}

}
