package io.appinfra.net.state.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.state.view.EndOfCompute;
import io.appinfra.net.test.StateStoreContractTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcStateStore} on MariaDB and MySQL, which keep their tables in
 * InnoDB.
 */
abstract class InnoDbStateStoreTests extends StateStoreContractTests {

	private final ExecutorService threads = Executors.newFixedThreadPool(8);

	/**
	 * Return the server, which has been started.
	 * @return the server
	 */
	abstract InnoDbServer server();

	/**
	 * Return the dialect of the server.
	 * @return the dialect
	 */
	abstract JdbcDialect dialect();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@Override
	protected int rounds() {
		return 50;
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		HikariDataSource pool = server().pool(10);
		new JdbcSchema(pool, dialect(), "APPINFRA_").create();
		return new JdbcStateStore(pool, dialect(),
				new JdbcStoreSettings(UUID.randomUUID().toString(), "APPINFRA_", Duration.ofSeconds(30),
						Duration.ofMinutes(2), Duration.ofMillis(50), new StateLimits(maxEntries, maxValueSize)));
	}

	@Test
	void keysThatDifferInCaseAccentOrTrailingSpaceAreDifferent() {
		try (StateStore store = createStore(10, 10)) {
			for (String key : new String[] { "a", "A", "ä", "a ", "𝒳" }) {
				store.put("map", key, new byte[] { '1' });
			}
			assertThat(store.entries("map")).containsOnlyKeys("a", "A", "ä", "a ", "𝒳");
		}
	}

	@Test
	void operationsWhenManyThreadsMeetOnFewKeysAndLocksAllSucceed() {
		try (StateStore store = createStore(100, 1000)) {
			store.admit("owner");
			List<CompletableFuture<Void>> threads = IntStream.range(0, 8)
				.mapToObj((thread) -> CompletableFuture.runAsync(() -> {
					Random random = new Random(thread);
					for (int i = 0; i < 100; i++) {
						operate(store, random);
					}
				}, this.threads))
				.toList();
			threads.forEach(CompletableFuture::join);
			assertThat(store.count("counter")).isPositive();
			for (String map : List.of("0", "1")) {
				assertThat(store.size(map)).isEqualTo(store.entries(map).size());
			}
		}
	}

	private static void operate(StateStore store, Random random) {
		String map = "" + random.nextInt(2);
		String key = "" + random.nextInt(4);
		byte[] value = { '1' };
		switch (random.nextInt(7)) {
			case 0 -> store.put(map, key, value);
			case 1 -> store.remove(map, key);
			case 2 -> store.clear(map);
			case 3 -> store.addAndGet("counter", 1);
			case 4 -> store.compareAndSet(map, key, StoredValue.ABSENT, value);
			case 5 -> store.putAll(map,
					random.ints(4, 0, 8)
						.distinct()
						.boxed()
						.collect(Collectors.toMap((number) -> "" + number, (number) -> value)));
			default -> lock(store, "" + random.nextInt(3));
		}
	}

	private static void lock(StateStore store, String lock) {
		try {
			store.lock(lock, "owner", Duration.ofMillis(50)).ifPresent((token) -> store.unlock(lock, token));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void computeWhenOthersAreFasterEachTimeEnds() {
		try (StateStore store = createStore(100, 1000)) {
			EndOfCompute.checkWithRivals(store, new StateSession(store, "here"));
		}
	}

}
