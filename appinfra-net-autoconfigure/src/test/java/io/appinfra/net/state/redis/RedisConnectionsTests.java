package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisConnections}.
 */
class RedisConnectionsTests {

	@Test
	void reconnectsWhenRedisIsAClusterOnly() {
		assertThat(reconnects(false)).isFalse();
		assertThat(reconnects(true)).isTrue();
	}

	private static boolean reconnects(boolean cluster) {
		RedisServers servers = new RedisServers(List.of(RedisURI.create("localhost", 1)), cluster, null);
		try (RedisConnections connections = new RedisConnections(servers, Duration.ofSeconds(1))) {
			return connections.reconnects();
		}
	}

}
