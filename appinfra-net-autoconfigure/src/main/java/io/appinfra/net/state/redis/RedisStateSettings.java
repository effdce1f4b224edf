package io.appinfra.net.state.redis;

import java.time.Duration;

import org.springframework.util.Assert;

import io.appinfra.net.state.StateLimits;

/**
 * How a {@link RedisStateStore} works.
 *
 * @param namespace the name of those that share the state, in all keys and channels
 * @param limits how much the store takes
 * @param lease after which a silent instance is gone
 * @param timeout when an operation ends that was not answered
 * @param waitReplicas how many replicas have to confirm a write, zero not to wait for any
 * @param waitTimeout how long to wait for them
 */
public record RedisStateSettings(String namespace, StateLimits limits, Duration lease, Duration timeout,
		int waitReplicas, Duration waitTimeout) {

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if they make no sense
	 */
	public RedisStateSettings {
		Assert.isTrue(namespace.matches("[^{}]+"), "A namespace must not be empty or contain braces");
		Assert.isTrue(lease.toMillis() > 0, "The lease must be positive");
		Assert.isTrue(timeout.toMillis() > 0, "The timeout must be positive");
		Assert.isTrue(waitReplicas >= 0, "The number of replicas must not be negative");
		Assert.isTrue(waitTimeout.toMillis() > 0, "The time to wait for replicas must be positive");
	}

	/**
	 * Return what all keys and channels begin with.
	 * @return the prefix, which has them in one slot of a cluster
	 */
	String prefix() {
		return "appinfra:{" + this.namespace + "}:";
	}

}
