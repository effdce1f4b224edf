package io.appinfra.net.state.redis;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.CutConnections;

/**
 * Tests that {@link RedisStateStore} carries out an operation at most once.
 */
@Tag("full")
class RedisCutsIT {

	@Test
	void addAndGetWhenConnectionsAreCutIsCarriedOutAtMostOnce() {
		try (RedisProcess redis = new RedisProcess()) {
			CutConnections.check(redis.port(),
					(port) -> RedisProcess.store("cuts", port, Duration.ofSeconds(10), 1000, 1000));
		}
	}

}
