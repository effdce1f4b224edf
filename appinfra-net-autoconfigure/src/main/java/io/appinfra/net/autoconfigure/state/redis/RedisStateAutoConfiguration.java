package io.appinfra.net.autoconfigure.state.redis;

import java.time.Duration;

import io.lettuce.core.RedisClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.autoconfigure.state.ClusterProperties;
import io.appinfra.net.autoconfigure.state.FirstConnection;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateProperties;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.redis.RedisServers;
import io.appinfra.net.state.redis.RedisStateSettings;
import io.appinfra.net.state.redis.RedisStateStore;

/**
 * Auto-configuration of the shared state on Redis.
 */
@AutoConfiguration(before = StateAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ RedisClient.class, DataRedisConnectionDetails.class })
@ConditionalOnRole(Role.WEB)
@ConditionalOnProperty(name = "appinfra.net.state.store", havingValue = "redis")
@ConditionalOnMissingBean(StateStore.class)
@EnableConfigurationProperties({ StateProperties.class, ClusterProperties.class, RedisStateProperties.class })
public final class RedisStateAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnBean(DataRedisConnectionDetails.class)
	RedisStateStore stateStore(DataRedisConnectionDetails details, ObjectProvider<DataRedisProperties> connection,
			StateProperties properties, ClusterProperties cluster, RedisStateProperties redis,
			Environment environment) {
		RedisServers servers = ConfiguredServers.of(details, connection.getIfAvailable());
		RedisStateSettings settings = settings(properties, cluster, redis, environment);
		checkWait(servers, redis);
		RedisStateStore store = connect(servers, settings);
		try {
			RedisChecks.check(store, servers.addresses(), settings.namespace());
			return store;
		}
		catch (RuntimeException ex) {
			store.close();
			throw ex;
		}
	}

	private static RedisStateStore connect(RedisServers servers, RedisStateSettings settings) {
		try {
			return FirstConnection.open(() -> new RedisStateStore(servers, settings),
					StateUnavailableException.class::isInstance);
		}
		catch (StateUnavailableException ex) {
			throw RedisChecks.unreachable(servers.addresses(), ex);
		}
	}

	private static RedisStateSettings settings(StateProperties properties, ClusterProperties cluster,
			RedisStateProperties redis, Environment environment) {
		String namespace = properties.toNamespace(environment);
		if (!namespace.matches("[^{}]+")) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.state.namespace", namespace,
					"It must not contain braces, which say in which slot of a Redis Cluster a key is.");
		}
		checkPositive("timeout", properties.getTimeout());
		checkPositive("redis.wait-timeout", redis.getWaitTimeout());
		return new RedisStateSettings(namespace, properties.toLimits(), cluster.toLease(), properties.getTimeout(),
				redis.getWaitReplicas(), redis.getWaitTimeout());
	}

	private static void checkPositive(String property, Duration value) {
		if (value.toMillis() <= 0) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.state." + property, value,
					"It must be at least a millisecond.");
		}
	}

	private static void checkWait(RedisServers servers, RedisStateProperties redis) {
		if (redis.getWaitReplicas() < 0) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.state.redis.wait-replicas",
					redis.getWaitReplicas(), "It must not be negative.");
		}
		if (redis.getWaitReplicas() > 0 && servers.cluster()) {
			throw new FailureAnalyzedException(
					"'appinfra.net.state.redis.wait-replicas' is %d, and Redis is a cluster, where it has no effect."
						.formatted(redis.getWaitReplicas()),
					"Set it to 0, or use a server with Sentinels.");
		}
	}

}
