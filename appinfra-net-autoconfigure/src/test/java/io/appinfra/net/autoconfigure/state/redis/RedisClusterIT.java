package io.appinfra.net.autoconfigure.state.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.redis.RedisCluster;
import io.appinfra.net.state.redis.RedisProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application whose shared state is on a Redis Cluster.
 */
@Tag("full")
@Timeout(120)
class RedisClusterIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, StateCodecAutoConfiguration.class,
				RedisStateAutoConfiguration.class, StateAutoConfiguration.class))
		.withUserConfiguration(RedisConnectionSettingsIT.DataRedis.class)
		.withPropertyValues("appinfra.net.state.store=redis", "spring.application.name=shop",
				"appinfra.net.cluster.lease=2s", "appinfra.net.state.timeout=3s");

	@Test
	void stateWhenMasterOfItsKeysFailsGoesOnWithItsReplica() throws Exception {
		try (RedisCluster cluster = RedisCluster.startWithReplicas()) {
			this.runner.withPropertyValues("spring.data.redis.cluster.nodes=" + cluster.addresses()).run((context) -> {
				assertThat(context).hasNotFailed();
				SharedState state = context.getBean(SharedState.class);
				SharedMap<String> map = state.map("map", String.class);
				Map<String, String> seen = new ConcurrentHashMap<>();
				map.onChange((key, value) -> seen.put(key, String.valueOf(value)));
				map.put("before", "1");
				HeldLock held = state.lock("lock").tryLock(Duration.ZERO).orElseThrow();
				RedisProcess master = cluster.masterOf("appinfra:{shop}:last");
				Awaitility.await().until(() -> seen.containsKey("before"));
				master.kill();
				Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
					map.put("after", "2");
					return true;
				});
				Awaitility.await().atMost(LONG).until(() -> "2".equals(seen.get("after")));
				Awaitility.await()
					.atMost(LONG)
					.ignoreExceptions()
					.until(() -> state.lock("other").tryLock(Duration.ZERO).isPresent());
				held.close();
				Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
					HeldLock again = state.lock("lock").tryLock(Duration.ofSeconds(1)).orElseThrow();
					return again.fencingToken() > held.fencingToken();
				});
			});
		}
	}

}
