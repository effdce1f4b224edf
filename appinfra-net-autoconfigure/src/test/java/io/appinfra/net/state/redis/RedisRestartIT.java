package io.appinfra.net.state.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisStateStore} when Redis is killed and started again with what it
 * had on its disk.
 */
@Tag("full")
@Timeout(120)
class RedisRestartIT {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final String namespace = UUID.randomUUID().toString();

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	@Test
	void restartWhenNothingIsPersistedLosesAllAndNumbersGrowOn() throws Exception {
		try (RedisProcess redis = new RedisProcess(); RedisStateStore store = redis.store(this.namespace)) {
			listen(store);
			long last = fill(store, "lost");
			redis.kill();
			redis.startAgain();
			awaitGone(store, "lost");
			assertThat(store.entries("map")).isEmpty();
			assertNumbersGrowOn(store, last);
		}
	}

	@Test
	void restartWhenEachWriteIsSyncedLosesNothing() throws Exception {
		try (RedisProcess redis = new RedisProcess("--appendonly", "yes", "--appendfsync", "always");
				RedisStateStore store = redis.store(this.namespace)) {
			long last = fill(store, "kept");
			redis.kill();
			redis.startAgain();
			awaitAnswer(store);
			assertThat(store.entries("map")).containsOnlyKeys(keys("kept"));
			assertNumbersGrowOn(store, last);
		}
	}

	/**
	 * A process that is killed leaves what it has written with the system. So its file is
	 * cut to what the disk would have had if the power had failed before the next sync.
	 */
	@Test
	void restartWhenLastSecondWasNotSyncedLosesThatAndNumbersGrowOn() throws Exception {
		try (RedisProcess redis = new RedisProcess("--appendonly", "yes", "--appendfsync", "everysec");
				RedisStateStore store = redis.store(this.namespace)) {
			listen(store);
			fill(store, "kept");
			awaitFile(store);
			long synced = redis.written();
			long last = fill(store, "lost");
			redis.kill();
			redis.cutFile(synced);
			redis.startAgain();
			awaitGone(store, "lost");
			assertThat(store.entries("map")).containsOnlyKeys(keys("kept"));
			assertNumbersGrowOn(store, last);
		}
	}

	private void listen(RedisStateStore store) {
		store.onChange("map", (key, value) -> this.seen.add((value != null) ? key : "-" + key));
	}

	/**
	 * Write entries, and take a lock that is free again.
	 * @return the greatest number that was given
	 */
	private long fill(RedisStateStore store, String name) throws InterruptedException {
		for (String key : keys(name)) {
			store.put("map", key, name.getBytes(StandardCharsets.UTF_8));
		}
		store.admit(name);
		OptionalLong token = store.lock("lock", name, Duration.ofSeconds(10));
		store.unlock("lock", token.orElseThrow());
		long version = store.entries("map").values().stream().mapToLong(StoredValue::version).max().orElseThrow();
		return Math.max(token.orElseThrow(), version);
	}

	private static String[] keys(String name) {
		return IntStream.range(0, 100).mapToObj((i) -> name + i).toArray(String[]::new);
	}

	/**
	 * The server keeps back what it would write while it waits for the disk.
	 */
	private static void awaitFile(RedisStateStore store) {
		Awaitility.await().atMost(LONG).until(() -> store.info("persistence").contains("aof_buffer_length:0"));
	}

	private void awaitGone(RedisStateStore store, String name) {
		awaitAnswer(store);
		List<String> gone = IntStream.range(0, 100).mapToObj((i) -> "-" + name + i).toList();
		Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(this.seen).containsAll(gone));
	}

	private static void awaitAnswer(RedisStateStore store) {
		Awaitility.await()
			.atMost(LONG)
			.ignoreExceptionsInstanceOf(StateUnavailableException.class)
			.until(() -> store.size("map") >= 0);
	}

	private static void assertNumbersGrowOn(RedisStateStore store, long last) throws InterruptedException {
		store.admit("later");
		byte[] value = { '1' };
		assertThat(store.lock("lock", "later", LONG).orElseThrow()).isGreaterThan(last);
		assertThat(store.compareAndSet("map", "new", StoredValue.ABSENT, value).orElseThrow()).isGreaterThan(last);
	}

}
