package io.appinfra.net.state.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;

/**
 * A real Redis Cluster of three masters, and of a replica of each where it is asked for.
 */
public final class RedisCluster implements AutoCloseable {

	private static final int MASTERS = 3;

	private static final int SLOTS = 16384;

	private final List<RedisProcess> nodes;

	private RedisCluster(int nodes) {
		this.nodes = IntStream.range(0, nodes).mapToObj((number) -> node()).toList();
	}

	private static RedisProcess node() {
		return new RedisProcess("--cluster-enabled", "yes", "--cluster-port", "" + RedisProcess.freePort(),
				"--cluster-node-timeout", "1000", "--repl-diskless-sync-delay", "0");
	}

	public static RedisCluster start() throws IOException {
		RedisCluster cluster = new RedisCluster(MASTERS);
		cluster.join();
		return cluster;
	}

	public static RedisCluster startWithReplicas() throws IOException {
		RedisCluster cluster = new RedisCluster(2 * MASTERS);
		cluster.join();
		cluster.replicate();
		return cluster;
	}

	private void join() throws IOException {
		for (int i = 0; i < MASTERS; i++) {
			this.nodes.get(i)
				.command("CLUSTER ADDSLOTSRANGE %d %d".formatted(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS - 1));
		}
		RedisProcess first = this.nodes.get(0);
		for (int i = 1; i < this.nodes.size(); i++) {
			this.nodes.get(i)
				.command("CLUSTER MEET 127.0.0.1 %d %s".formatted(first.port(), first.option("cluster-port")));
		}
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.nodes.stream().allMatch(this::knowsAll));
	}

	private boolean knowsAll(RedisProcess node) {
		String info = node.read("CLUSTER INFO");
		return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + this.nodes.size());
	}

	private void replicate() throws IOException {
		for (int i = MASTERS; i < this.nodes.size(); i++) {
			this.nodes.get(i).command("CLUSTER REPLICATE " + this.nodes.get(i - MASTERS).read("CLUSTER MYID"));
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.nodes.stream().skip(MASTERS).allMatch(RedisProcess::isReplicaInStep));
	}

	public List<RedisProcess> nodes() {
		return this.nodes;
	}

	/**
	 * Return the master that has a key.
	 * @param key the key
	 * @return the master
	 */
	public RedisProcess masterOf(String key) {
		int slot = SlotHash.getSlot(key);
		return this.nodes
			.get(IntStream.range(0, MASTERS).filter((i) -> slot < SLOTS * (i + 1) / MASTERS).findFirst().orElseThrow());
	}

	/**
	 * Return the addresses of all nodes.
	 * @return the addresses, separated by commas
	 */
	public String addresses() {
		return this.nodes.stream().map((node) -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
	}

	@Override
	public void close() {
		this.nodes.forEach(RedisProcess::close);
	}

}
