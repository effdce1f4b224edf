package io.appinfra.net.autoconfigure.state.redis;

import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.autoconfigure.state.FirstConnection;
import io.appinfra.net.state.redis.RedisStateStore;

/**
 * Checks at the start what would fail later: the rights of the user, and whether the
 * server removes keys when its memory is full.
 */
final class RedisChecks {

	private static final Log logger = LogFactory.getLog(RedisChecks.class);

	private static final String POLICY = "maxmemory_policy:";

	private static final String KEEPS_ALL = "noeviction";

	private RedisChecks() {
	}

	static void check(RedisStateStore store, String addresses, String namespace) {
		checkRights(store, addresses, namespace);
		checkPolicy(store, addresses);
	}

	static FailureAnalyzedException unreachable(String addresses, StateUnavailableException ex) {
		return new FailureAnalyzedException(
				"The shared state is on Redis at %s, which cannot be used: %s".formatted(addresses, ex.getMessage()),
				remedy(ex.getMessage()), ex);
	}

	static String remedy(String failure) {
		if (failure.contains("NOAUTH") || failure.contains("WRONGPASS")) {
			return "Correct 'spring.data.redis.username' and 'spring.data.redis.password'.";
		}
		if (failure.contains("READONLY")) {
			return "It is a replica: give the address of its master, or those of the Sentinels in 'spring.data.redis.sentinel.*'.";
		}
		return "Start Redis there, correct 'spring.data.redis.*', or keep the state in this process with "
				+ "'appinfra.net.state.store: local'.";
	}

	private static void checkRights(RedisStateStore store, String addresses, String namespace) {
		String owner = "start-" + UUID.randomUUID();
		try {
			FirstConnection.open(() -> {
				store.admit(owner);
				store.releaseAll(owner);
				return owner;
			}, (ex) -> ex instanceof StateUnavailableException unavailable && !isDenied(unavailable));
		}
		catch (StateUnavailableException ex) {
			if (!isDenied(ex)) {
				throw unreachable(addresses, ex);
			}
			throw new FailureAnalyzedException(
					"The user at Redis at %s lacks rights that the shared state needs: %s".formatted(addresses,
							ex.getMessage()),
					("Give it keys and channels of the namespace, and the commands: "
							+ "~appinfra:{%s}:* &appinfra:{%1$s}:* +@read +@write +@pubsub +@connection +@scripting "
							+ "+time +wait +info")
						.formatted(namespace),
					ex);
		}
	}

	static boolean isDenied(StateUnavailableException ex) {
		String message = ex.getMessage();
		return message.contains("NOPERM") || message.contains("permission")
				|| message.contains("can't run this command") || message.contains("can't access");
	}

	private static void checkPolicy(RedisStateStore store, String addresses) {
		String policy;
		try {
			policy = policy(store.info("memory"));
		}
		catch (StateUnavailableException ex) {
			logger.info(
					"Whether Redis at %s evicts keys is not known, as it does not say: see that its maxmemory-policy is "
						.formatted(addresses) + KEEPS_ALL);
			return;
		}
		if (policy.startsWith("volatile")) {
			logger.warn("Redis at %s evicts keys that expire when its memory is full (maxmemory-policy %s): "
				.formatted(addresses, policy) + "instances would lose their leases and locks. Set it to " + KEEPS_ALL);
		}
		else if (!policy.equals(KEEPS_ALL)) {
			throw new FailureAnalyzedException(
					"Redis at %s evicts keys when its memory is full (maxmemory-policy %s): the shared state would lose entries and locks."
						.formatted(addresses, policy),
					"Set 'maxmemory-policy %s' there, or use a Redis that is no cache.".formatted(KEEPS_ALL));
		}
	}

	private static String policy(String memory) {
		return memory.lines()
			.filter((line) -> line.startsWith(POLICY))
			.map((line) -> line.substring(POLICY.length()).trim())
			.findFirst()
			.orElse(KEEPS_ALL);
	}

}
