package io.appinfra.net.autoconfigure.state.redis;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the shared state on Redis, whose servers are under 'spring.data.redis'.
 */
@ConfigurationProperties("appinfra.net.state.redis")
public class RedisStateProperties {

	/**
	 * Number of replicas that confirm a write before it counts as made.
	 */
	private int waitReplicas;

	/**
	 * Time to wait for replicas.
	 */
	private Duration waitTimeout = Duration.ofMillis(200);

	public int getWaitReplicas() {
		return this.waitReplicas;
	}

	public void setWaitReplicas(int waitReplicas) {
		this.waitReplicas = waitReplicas;
	}

	public Duration getWaitTimeout() {
		return this.waitTimeout;
	}

	public void setWaitTimeout(Duration waitTimeout) {
		this.waitTimeout = waitTimeout;
	}

}
