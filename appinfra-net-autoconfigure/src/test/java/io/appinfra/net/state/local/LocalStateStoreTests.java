package io.appinfra.net.state.local;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.appinfra.net.StateLimitException;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LocalStateStore}.
 */
class LocalStateStoreTests {

	@Test
	void createWhenLimitIsNotPositiveThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LocalStateStore(0, 1))
			.withMessageContaining("positive, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new LocalStateStore(1, -1))
			.withMessageContaining("positive, not -1");
	}

	@Test
	void operationWhenNameOrKeyOrValueIsNullThrows() {
		try (LocalStateStore store = new LocalStateStore(1, 1)) {
			assertThatIllegalArgumentException().isThrownBy(() -> store.get(null, "key"));
			assertThatIllegalArgumentException().isThrownBy(() -> store.get("map", null));
			assertThatIllegalArgumentException().isThrownBy(() -> store.put("map", "key", null));
			assertThatIllegalArgumentException().isThrownBy(() -> store.putAll("map", null));
			assertThatIllegalArgumentException().isThrownBy(() -> store.count(null));
			assertThatIllegalArgumentException().isThrownBy(() -> store.lock("lock", "owner", null));
		}
	}

	@Test
	void addAndGetWhenThereAreTooManyCountersThrows() {
		try (LocalStateStore store = new LocalStateStore(2, 10)) {
			store.setCount("a", 1);
			store.addAndGet("b", 1);
			assertThatExceptionOfType(StateLimitException.class).isThrownBy(() -> store.addAndGet("c", 1))
				.withMessage("With 'c', there would be 3 shared counters, the limit is 2. "
						+ "Use fewer names, or raise 'appinfra.net.state.max-entries'.");
			assertThat(store.count("c")).isZero();
			assertThat(store.addAndGet("b", 1)).isEqualTo(2);
		}
	}

	@Test
	void putWhenThereAreTooManyMapsThrows() {
		try (LocalStateStore store = new LocalStateStore(1, 10)) {
			store.put("a", "key", new byte[1]);
			assertThatExceptionOfType(StateLimitException.class).isThrownBy(() -> store.put("b", "key", new byte[1]))
				.withMessageContaining("2 shared maps");
		}
	}

	@Test
	void getWhenMapOrCounterIsAbsentDoesNotMakeIt() {
		try (LocalStateStore store = new LocalStateStore(1, 1)) {
			store.get("map", "key");
			store.entries("map");
			store.remove("map", "key");
			store.count("counter");
			assertThat(store.summary()).isEqualTo(new StateSummary(Map.of(), Map.of(), Map.of()));
		}
	}

	@Test
	void onChangeRunsOnNamedDaemonThread() {
		try (LocalStateStore store = new LocalStateStore(1, 1)) {
			AtomicReference<Thread> thread = new AtomicReference<>();
			store.onChange("map", (key, value) -> thread.set(Thread.currentThread()));
			store.put("map", "key", new byte[1]);
			Awaitility.await().until(() -> thread.get() != null);
			assertThat(thread.get().getName()).startsWith("appinfra-state-listener-");
			assertThat(thread.get().isDaemon()).isTrue();
		}
	}

	@Test
	void closeEndsListenerThreads() {
		LocalStateStore store = new LocalStateStore(1, 1);
		AtomicReference<Thread> thread = new AtomicReference<>();
		store.onChange("map", (key, value) -> thread.set(Thread.currentThread()));
		store.put("map", "key", new byte[1]);
		Awaitility.await().until(() -> thread.get() != null);
		store.close();
		Awaitility.await().until(() -> !thread.get().isAlive());
	}

	@Test
	void summarySaysBytesOfKeysAndValues() {
		try (LocalStateStore store = new LocalStateStore(10, 100)) {
			store.put("map", "key", "1234".getBytes());
			assertThat(bytes(store)).isEqualTo(7);
			store.put("map", "key", "12".getBytes());
			assertThat(bytes(store)).isEqualTo(5);
			store.putAll("map", Map.of("a", "1".getBytes(), "key", "123".getBytes()));
			assertThat(bytes(store)).isEqualTo(8);
			store.compareAndSet("map", "b", StoredValue.ABSENT, "22".getBytes());
			assertThat(bytes(store)).isEqualTo(11);
			store.remove("map", "a");
			store.remove("map", "absent");
			assertThat(bytes(store)).isEqualTo(9);
			store.clear("map");
			assertThat(bytes(store)).isZero();
		}
	}

	private static Long bytes(LocalStateStore store) {
		return store.summary().maps().get("map").bytes();
	}

}
