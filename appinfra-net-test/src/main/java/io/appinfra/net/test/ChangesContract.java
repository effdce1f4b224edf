package io.appinfra.net.test;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store reports of the changes of its maps.
 */
abstract class ChangesContract extends MapsContract {

	@Test
	void onChangeReportsEveryKindOfChange() {
		Map<String, String> seen = new ConcurrentHashMap<>();
		this.store.put("map", "before", json("0"));
		this.store.onChange("map", (key, value) -> seen.put(key, (value != null) ? text(value) : "removed"));
		this.store.put("map", "put", json("1"));
		this.store.putAll("map", Map.of("all", json("2")));
		this.store.compareAndSet("map", "cas", StoredValue.ABSENT, json("3"));
		this.store.put("other", "put", json("4"));
		Awaitility.await().until(() -> seen.equals(Map.of("put", "1", "all", "2", "cas", "3")));
		this.store.remove("map", "put");
		Awaitility.await().until(() -> "removed".equals(seen.get("put")));
		this.store.clear("map");
		Awaitility.await()
			.until(() -> seen
				.equals(Map.of("before", "removed", "put", "removed", "all", "removed", "cas", "removed")));
	}

	@Test
	void onChangeReportsChangesOfKeyInOrderAndTheLast() throws Exception {
		Queue<Long> versions = new ConcurrentLinkedQueue<>();
		AtomicReference<String> last = new AtomicReference<>();
		this.store.onChange("map", (key, value) -> {
			versions.add(value.version());
			last.set(text(value));
		});
		inThreads(4, () -> {
			for (int i = 0; i < 250; i++) {
				increment("key");
			}
			return null;
		});
		Awaitility.await().until(() -> "1000".equals(last.get()));
		assertThat(List.copyOf(versions)).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void onChangeWhenListenerIsSlowHoldsUpNobodyAndKeepsTheNewest() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch called = new CountDownLatch(1);
		Queue<String> slow = new ConcurrentLinkedQueue<>();
		this.store.onChange("map", (key, value) -> {
			called.countDown();
			await(release);
			slow.add(text(value));
		});
		AtomicReference<String> fast = new AtomicReference<>();
		this.store.onChange("map", (key, value) -> fast.set(text(value)));
		this.store.put("map", "key", json("0"));
		called.await();
		for (int i = 1; i <= 100; i++) {
			this.store.put("map", "key", json("" + i));
		}
		Awaitility.await().until(() -> "100".equals(fast.get()));
		release.countDown();
		Awaitility.await().until(() -> slow.contains("100"));
		assertThat(slow).containsExactly("0", "100");
	}

	@Test
	void onChangeWhenListenerThrowsGoesOn() {
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		this.store.onChange("map", (key, value) -> {
			seen.add(key);
			throw new AssertionError("expected by the test");
		});
		this.store.put("map", "a", json("1"));
		this.store.put("map", "b", json("1"));
		Awaitility.await().until(() -> seen.size() == 2);
		this.store.put("map", "c", json("1"));
		Awaitility.await().until(() -> seen.contains("c"));
	}

	@Test
	void onChangeRunsOutsideTheWritersThread() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		this.store.onChange("map", (key, value) -> {
			this.store.put("answers", key, json("1"));
			thread.set(Thread.currentThread());
		});
		this.store.put("map", "key", json("1"));
		Awaitility.await().until(() -> thread.get() != null);
		assertThat(thread.get()).isNotSameAs(Thread.currentThread());
	}

	@Test
	void onChangeWhenRegistrationIsClosedEnds() {
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		AtomicReference<String> other = new AtomicReference<>();
		SharedMap.Registration registration = this.store.onChange("map", (key, value) -> seen.add(key));
		this.store.put("map", "a", json("1"));
		Awaitility.await().until(() -> seen.contains("a"));
		registration.close();
		registration.close();
		this.store.onChange("map", (key, value) -> other.set(key));
		this.store.put("map", "b", json("1"));
		Awaitility.await().until(() -> "b".equals(other.get()));
		assertThat(seen).containsExactly("a");
	}

}
