package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.view.EndOfCompute;
import io.appinfra.net.test.StateStoreContractTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisStateStore} with a real Redis.
 */
class RedisStateStoreIT extends StateStoreContractTests {

	private static RedisProcess redis;

	@BeforeAll
	static void startRedis() {
		redis = new RedisProcess();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		return RedisProcess.storeOfContract(redis.port(), maxEntries, maxValueSize);
	}

	@Test
	void onChangeWhenChangesAreTooLongForAMessageBringsThemAll() {
		byte[] longest = new byte[RedisChange.MAX_LENGTH - 1];
		byte[] longer = new byte[RedisChange.MAX_LENGTH];
		Map<String, Integer> seen = new ConcurrentHashMap<>();
		try (StateStore store = createStore(100, 100_000)) {
			store.onChange("map", (key, value) -> seen.put(key, (value != null) ? value.json().length : -1));
			store.put("map", "a", longest);
			store.put("map", "b", longer);
			store.compareAndSet("map", "c", 0, longer);
			store.put("map", "d", longest);
			Awaitility.await()
				.untilAsserted(() -> assertThat(seen).isEqualTo(
						Map.of("a", longest.length, "b", longer.length, "c", longer.length, "d", longest.length)));
			store.remove("map", "b");
			Awaitility.await().untilAsserted(() -> assertThat(seen).containsEntry("b", -1));
		}
	}

	@Test
	void lockWhenServerHasLostThatItWasFreedIsFreedAgain() throws Exception {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port());
				RedisStateStore store = redis.store("lost");
				RedisStateStore other = redis.store("lost")) {
			store.admit("one");
			other.admit("two");
			long held = store.lock("held", "one", Duration.ZERO).orElseThrow();
			long freed = store.lock("freed", "one", Duration.ZERO).orElseThrow();
			RedisCommands<String, String> commands = client.connect().sync();
			Map<String, String> before = commands.hgetall("appinfra:{lost}:locks");
			store.unlock("freed", freed);
			commands.hset("appinfra:{lost}:locks", before);
			assertThat(other.lock("freed", "two", Duration.ZERO)).isEmpty();
			commands.clientKill(KillArgs.Builder.typeNormal());
			Awaitility.await()
				.ignoreException(StateUnavailableException.class)
				.until(() -> other.lock("freed", "two", Duration.ofSeconds(5)).isPresent());
			assertThat(other.lock("held", "two", Duration.ZERO)).isEmpty();
			store.unlock("held", held);
			assertThat(other.lock("held", "two", Duration.ZERO)).isPresent();
		}
	}

	private static RedisStateStore longLasting(String namespace) {
		return RedisProcess.store(namespace, redis.port(), Duration.ofMinutes(3), 100, 1000);
	}

	@Test
	void computeWhenItCannotSucceedEnds() {
		try (StateStore store = createStore(100, 1000)) {
			EndOfCompute.check(store, new StateSession(store, "here"));
		}
	}

	@Test
	@Tag("full")
	void computeWhenOthersAreFasterEachTimeEnds() {
		try (StateStore store = createStore(100, 1000)) {
			EndOfCompute.checkWithRivals(store, new StateSession(store, "here"));
		}
	}

}
