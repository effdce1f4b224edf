package io.appinfra.net.state.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.test.StateStoreContractTests;

/**
 * Tests for {@link RedisStateStore} with a real Redis Cluster.
 */
@Tag("full")
class RedisClusterStateStoreIT extends StateStoreContractTests {

	private static RedisCluster cluster;

	@BeforeAll
	static void startCluster() throws IOException {
		cluster = RedisCluster.start();
	}

	@AfterAll
	static void stopCluster() {
		cluster.close();
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		RedisServers servers = new RedisServers(
				cluster.nodes().stream().map((node) -> RedisURI.create("127.0.0.1", node.port())).toList(), true, null);
		return new RedisStateStore(servers,
				new RedisStateSettings(UUID.randomUUID().toString(), new StateLimits(maxEntries, maxValueSize),
						Duration.ofMinutes(3), Duration.ofSeconds(30), 0, Duration.ofMillis(200)));
	}

}
