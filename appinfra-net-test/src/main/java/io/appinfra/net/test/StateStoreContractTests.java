package io.appinfra.net.test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link StateStore} does. Who writes a store has a subclass of this that
 * makes it; each test has a store of its own, with two owners that are admitted. No test
 * renews a lease, which must therefore last for {@linkplain Timeout three minutes}.
 */
@Timeout(180)
public abstract class StateStoreContractTests extends OwnersContract {

	@Test
	void operationWhenNameOrKeyIsNullOrEmptyIsRefused() {
		List<Consumer<String>> operations = List.of((key) -> this.store.get("map", key),
				(key) -> this.store.put("map", key, json("1")), (key) -> this.store.remove("map", key),
				(key) -> this.store.compareAndSet("map", key, StoredValue.ABSENT, json("1")),
				(key) -> this.store.putAll("map", Collections.singletonMap(key, json("1"))),
				(name) -> this.store.get(name, "key"), (name) -> this.store.put(name, "key", json("1")),
				(name) -> this.store.entries(name), (name) -> this.store.count(name),
				(name) -> this.store.addAndGet(name, 1), this::lock);
		assertThat(operations).allSatisfy((operation) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> operation.accept(null));
			assertThatIllegalArgumentException().isThrownBy(() -> operation.accept(""));
		});
		assertThat(this.store.size("map")).isZero();
	}

	private void lock(String name) {
		try {
			this.store.lock(name, "one", Duration.ZERO);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void versionsAndTokensGrowFromTheClockOn() throws Exception {
		long clock = this.store.renew("one").orElseThrow();
		this.store.put("map", "key", json("1"));
		long version = version("key");
		long token = take("lock", "one");
		assertThat(version).isGreaterThanOrEqualTo(clock);
		assertThat(token).isGreaterThan(version);
	}

	@Test
	void summaryHasSizesCountsAndHolders() throws Exception {
		this.store.putAll("map", Map.of("a", json("1"), "b", json("2")));
		this.store.setCount("counter", 7);
		long token = take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		StateSummary summary = this.store.summary();
		assertThat(summary.maps()).containsOnlyKeys("map");
		assertThat(summary.maps().get("map").size()).isEqualTo(2);
		assertThat(summary.counters()).containsOnly(Map.entry("counter", 7L));
		assertThat(summary.locks()).containsOnly(Map.entry("lock", new StateSummary.OfLock("one", token, 1)));
		this.store.unlock("lock", token);
		long next = waiting.get().orElseThrow();
		assertThat(this.store.summary().locks())
			.containsOnly(Map.entry("lock", new StateSummary.OfLock("two", next, 0)));
	}

	@Test
	void operationWhenClosedThrows() {
		this.store.close();
		this.store.close();
		assertClosed(() -> this.store.get("map", "key"));
		assertClosed(() -> this.store.entries("map"));
		assertClosed(() -> this.store.size("map"));
		assertClosed(() -> this.store.put("map", "key", json("1")));
		assertClosed(() -> this.store.putAll("map", Map.of("key", json("1"))));
		assertClosed(() -> this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("1")));
		assertClosed(() -> this.store.remove("map", "key"));
		assertClosed(() -> this.store.clear("map"));
		assertClosed(() -> this.store.onChange("map", (key, value) -> {
		}));
		assertClosed(() -> this.store.count("counter"));
		assertClosed(() -> this.store.setCount("counter", 1));
		assertClosed(() -> this.store.addAndGet("counter", 1));
		assertClosed(() -> this.store.compareAndSetCount("counter", 0, 1));
		assertClosed(() -> this.store.lock("lock", "one", Duration.ZERO));
		assertClosed(() -> this.store.unlock("lock", 1));
		assertClosed(() -> this.store.summary());
	}

	@Test
	void lockWhenClosedWhileWaitingThrows() throws Exception {
		take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		this.store.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.withCauseInstanceOf(ServerShutdownException.class);
	}

	private static void assertClosed(ThrowingCallable operation) {
		assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(operation).withMessageContaining("stopped");
	}

}
