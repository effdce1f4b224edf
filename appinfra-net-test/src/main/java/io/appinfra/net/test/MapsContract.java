package io.appinfra.net.test;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.appinfra.net.StateLimitException;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every store does with maps.
 */
abstract class MapsContract extends StoreFixture {

	@Test
	void getWhenAbsentReturnsNull() {
		assertThat(this.store.get("map", "key")).isNull();
		this.store.put("map", "other", json("1"));
		assertThat(this.store.get("map", "key")).isNull();
	}

	@Test
	void putReturnsValueBefore() {
		assertThat(this.store.put("map", "key", json("1"))).isNull();
		assertThat(text(this.store.put("map", "key", json("2")))).isEqualTo("1");
		assertThat(text(this.store.get("map", "key"))).isEqualTo("2");
		assertThat(this.store.get("other", "key")).isNull();
	}

	@Test
	void putWhenValueIsEqualGivesNewVersion() {
		this.store.put("map", "key", json("1"));
		long first = version("key");
		this.store.put("map", "key", json("1"));
		assertThat(version("key")).isNotEqualTo(first).isPositive();
	}

	@Test
	void putWhenKeyWasRemovedGivesNewVersion() {
		this.store.put("map", "key", json("1"));
		long first = version("key");
		this.store.remove("map", "key");
		this.store.put("map", "key", json("1"));
		assertThat(version("key")).isNotEqualTo(first);
	}

	@Test
	void removeReturnsValueBefore() {
		assertThat(this.store.remove("map", "key")).isNull();
		this.store.put("map", "key", json("1"));
		assertThat(text(this.store.remove("map", "key"))).isEqualTo("1");
		assertThat(this.store.get("map", "key")).isNull();
	}

	@Test
	void putAllSetsAllKeys() {
		this.store.put("map", "a", json("0"));
		this.store.putAll("map", Map.of("a", json("1"), "b", json("2")));
		assertThat(texts()).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
		assertThat(this.store.size("map")).isEqualTo(2);
	}

	@Test
	void entriesWhenMapChangesLaterAreTheSame() {
		this.store.put("map", "a", json("1"));
		Map<String, StoredValue> entries = this.store.entries("map");
		this.store.put("map", "b", json("2"));
		assertThat(entries).containsOnlyKeys("a");
	}

	@Test
	void clearRemovesAllKeysOfOneMap() {
		this.store.putAll("map", Map.of("a", json("1"), "b", json("2")));
		this.store.put("other", "a", json("1"));
		this.store.clear("map");
		this.store.clear("absent");
		assertThat(this.store.entries("map")).isEmpty();
		assertThat(this.store.size("map")).isZero();
		assertThat(this.store.size("other")).isOne();
	}

	@Test
	void compareAndSetWhenAbsentIsExpectedSetsAbsentKeyOnly() {
		assertThat(this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("1"))).isPresent();
		assertThat(this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("2"))).isEmpty();
		assertThat(text(this.store.get("map", "key"))).isEqualTo("1");
	}

	@Test
	void compareAndSetWhenVersionIsExpectedSetsThatVersionOnly() {
		this.store.put("map", "key", json("1"));
		long version = version("key");
		assertThat(this.store.compareAndSet("map", "key", version, json("2"))).isPresent();
		assertThat(this.store.compareAndSet("map", "key", version, json("3"))).isEmpty();
		assertThat(text(this.store.get("map", "key"))).isEqualTo("2");
	}

	@Test
	void compareAndSetReturnsNewVersion() {
		long first = this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("1")).orElseThrow();
		assertThat(version("key")).isEqualTo(first);
		long second = this.store.compareAndSet("map", "key", first, json("2")).orElseThrow();
		assertThat(version("key")).isEqualTo(second).isGreaterThan(first);
		assertThat(this.store.compareAndSet("map", "key", second, null)).hasValue(StoredValue.ABSENT);
	}

	@Test
	void compareAndSetWhenValueIsNullRemovesKey() {
		this.store.put("map", "key", json("1"));
		assertThat(this.store.compareAndSet("map", "key", version("key") + 1, null)).isEmpty();
		assertThat(this.store.compareAndSet("map", "key", version("key"), null)).isPresent();
		assertThat(this.store.get("map", "key")).isNull();
		assertThat(this.store.compareAndSet("map", "key", StoredValue.ABSENT, null)).isPresent();
		assertThat(this.store.size("map")).isZero();
	}

	@Test
	void compareAndSetWhenKeyCameBackFails() {
		this.store.put("map", "key", json("1"));
		long version = version("key");
		this.store.remove("map", "key");
		this.store.put("map", "key", json("1"));
		assertThat(this.store.compareAndSet("map", "key", version, json("2"))).isEmpty();
	}

	@Test
	void compareAndSetFromManyThreadsLosesNothing() throws Exception {
		inThreads(8, () -> {
			for (int i = 0; i < 500; i++) {
				increment("key");
			}
			return null;
		});
		assertThat(text(this.store.get("map", "key"))).isEqualTo("4000");
	}

	@Test
	void putAllAndClearWhileReadAreOneOperationEach() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		Future<?> writer = start(() -> {
			for (int i = 1; i <= rounds(); i++) {
				this.store.putAll("map", entries(500, "" + i));
				if (i % 10 == 0) {
					this.store.clear("map");
				}
			}
			done.set(true);
			return null;
		});
		while (!done.get()) {
			Map<String, String> entries = texts();
			assertThat(entries.size()).isIn(0, 500);
			assertThat(Set.copyOf(entries.values())).hasSizeLessThanOrEqualTo(1);
			assertThat(this.store.size("map")).isIn(0, 500);
		}
		writer.get();
	}

	@Test
	void putAllWhileKeysAreReadOneByOneIsOneOperation() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		this.store.putAll("map", Map.of("a", json("0"), "b", json("0")));
		Future<?> writer = start(() -> {
			for (int i = 1; i <= 10 * rounds(); i++) {
				this.store.putAll("map", Map.of("a", json("" + i), "b", json("" + i)));
			}
			done.set(true);
			return null;
		});
		while (!done.get()) {
			assertThat(number("a")).isLessThanOrEqualTo(number("b"));
			assertThat(number("b")).isLessThanOrEqualTo(number("a"));
		}
		writer.get();
	}

	@Test
	void putWhenValueIsTooLargeThrowsAndStoresNothing() {
		try (StateStore small = createStore(2, 10)) {
			small.put("map", "key", json("0123456789"));
			assertLimit(() -> small.put("map", "key", json("0123456789x")), "'map'", "'key'", "11", "10",
					"appinfra.net.state.max-value-size");
			assertLimit(() -> small.compareAndSet("map", "a", StoredValue.ABSENT, json("0123456789x")), "'a'");
			assertLimit(() -> small.putAll("map", Map.of("a", json("1"), "b", json("0123456789x"))), "'b'");
			assertThat(text(small.get("map", "key"))).isEqualTo("0123456789");
			assertThat(small.size("map")).isOne();
		}
	}

	@Test
	void putWhenMapIsFullThrowsAndStoresNothing() {
		try (StateStore small = createStore(2, 10)) {
			small.put("map", "a", json("1"));
			assertLimit(() -> small.putAll("map", Map.of("a", json("2"), "b", json("2"), "c", json("2"))), "'map'", "3",
					"2", "appinfra.net.state.max-entries");
			assertThat(text(small.get("map", "a"))).isEqualTo("1");
			small.put("map", "b", json("1"));
			assertLimit(() -> small.put("map", "c", json("1")), "'map'", "'c'", "3", "2");
			assertLimit(() -> small.compareAndSet("map", "c", StoredValue.ABSENT, json("1")), "'c'");
			assertThat(small.entries("map")).containsOnlyKeys("a", "b");
		}
	}

	@Test
	void putWhenMapIsFullReplacesPresentKey() {
		try (StateStore small = createStore(1, 10)) {
			small.put("map", "a", json("1"));
			small.put("map", "a", json("2"));
			small.putAll("map", Map.of("a", json("3")));
			assertThat(text(small.get("map", "a"))).isEqualTo("3");
			small.remove("map", "a");
			small.put("map", "b", json("1"));
		}
	}

	void increment(String key) {
		boolean set = false;
		while (!set) {
			StoredValue present = this.store.get("map", key);
			long version = (present != null) ? present.version() : StoredValue.ABSENT;
			int number = (present != null) ? Integer.parseInt(text(present)) : 0;
			set = this.store.compareAndSet("map", key, version, json("" + (number + 1))).isPresent();
		}
	}

	private static void assertLimit(ThrowingCallable operation, String... message) {
		assertThatExceptionOfType(StateLimitException.class).isThrownBy(operation)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(message));
	}

	private Map<String, String> texts() {
		return this.store.entries("map")
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> text(entry.getValue())));
	}

	private static Map<String, byte[]> entries(int count, String text) {
		return IntStream.range(0, count).boxed().collect(Collectors.toMap((i) -> "key-" + i, (i) -> json(text)));
	}

	private int number(String key) {
		return Integer.parseInt(text(this.store.get("map", key)));
	}

}
