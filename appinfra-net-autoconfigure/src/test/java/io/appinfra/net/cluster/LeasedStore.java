package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.state.local.LocalStateStore;

/**
 * A store that several instances in one JVM share, with leases. Each instance has a
 * client of its own, which can be cut off.
 */
final class LeasedStore {

	private final LocalStateStore data = new LocalStateStore(10_000, 1_000_000);

	private final Map<String, Long> leases = new ConcurrentHashMap<>();

	private final AtomicLong looks = new AtomicLong();

	private final Duration lease;

	LeasedStore(Duration lease) {
		this.lease = lease;
	}

	Client client() {
		return new Client();
	}

	LocalStateStore data() {
		return this.data;
	}

	/**
	 * Return how often somebody has looked who lives.
	 * @return the number
	 */
	long looks() {
		return this.looks.get();
	}

	private boolean lives(String owner) {
		return this.leases.getOrDefault(owner, Long.MIN_VALUE) > System.nanoTime();
	}

	private void extend(String owner) {
		this.leases.put(owner, System.nanoTime() + this.lease.toNanos());
	}

	/**
	 * The store as one instance sees it.
	 */
	final class Client implements StateStore {

		private volatile boolean cutOff;

		void cutOff(boolean cutOff) {
			this.cutOff = cutOff;
		}

		private <T extends @Nullable Object> T ask(Supplier<T> operation) {
			if (this.cutOff) {
				throw new StateUnavailableException("The test has cut this instance off", false, null);
			}
			return operation.get();
		}

		private void ask(Runnable operation) {
			ask(() -> {
				operation.run();
				return this;
			});
		}

		@Override
		public @Nullable StoredValue get(String map, String key) {
			return this.<@Nullable StoredValue>ask(() -> LeasedStore.this.data.get(map, key));
		}

		@Override
		public Map<String, StoredValue> entries(String map) {
			return ask(() -> LeasedStore.this.data.entries(map));
		}

		@Override
		public int size(String map) {
			return ask(() -> LeasedStore.this.data.size(map));
		}

		@Override
		public @Nullable StoredValue put(String map, String key, byte[] value) {
			return this.<@Nullable StoredValue>ask(() -> LeasedStore.this.data.put(map, key, value));
		}

		@Override
		public void putAll(String map, Map<String, byte[]> values) {
			ask(() -> LeasedStore.this.data.putAll(map, values));
		}

		@Override
		public OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
			return ask(() -> LeasedStore.this.data.compareAndSet(map, key, version, value));
		}

		@Override
		public @Nullable StoredValue remove(String map, String key) {
			return this.<@Nullable StoredValue>ask(() -> LeasedStore.this.data.remove(map, key));
		}

		@Override
		public void clear(String map) {
			ask(() -> LeasedStore.this.data.clear(map));
		}

		@Override
		public SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
			return ask(() -> LeasedStore.this.data.onChange(map, (key, value) -> {
				if (!this.cutOff) {
					listener.accept(key, value);
				}
			}));
		}

		@Override
		public long count(String counter) {
			return ask(() -> LeasedStore.this.data.count(counter));
		}

		@Override
		public void setCount(String counter, long value) {
			ask(() -> LeasedStore.this.data.setCount(counter, value));
		}

		@Override
		public long addAndGet(String counter, long delta) {
			return ask(() -> LeasedStore.this.data.addAndGet(counter, delta));
		}

		@Override
		public boolean compareAndSetCount(String counter, long expected, long value) {
			return ask(() -> LeasedStore.this.data.compareAndSetCount(counter, expected, value));
		}

		@Override
		public Duration lease() {
			return LeasedStore.this.lease;
		}

		@Override
		public void admit(String owner) {
			ask(() -> extend(owner));
		}

		@Override
		public void admit(String owner, String host) {
			ask(() -> LeasedStore.this.data.admit(owner));
		}

		@Override
		public OptionalLong renew(String owner) {
			return ask(() -> {
				if (!lives(owner)) {
					return OptionalLong.empty();
				}
				extend(owner);
				return OptionalLong.of(System.currentTimeMillis() * 1000);
			});
		}

		@Override
		public Map<String, Duration> owners() {
			LeasedStore.this.looks.incrementAndGet();
			return ask(() -> {
				Map<String, Duration> owners = new ConcurrentHashMap<>();
				LeasedStore.this.leases.forEach((owner, end) -> {
					if (lives(owner)) {
						owners.put(owner, Duration.ofNanos(end - System.nanoTime()));
					}
				});
				return owners;
			});
		}

		@Override
		public OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
			return LeasedStore.this.data.lock(lock, owner, wait);
		}

		@Override
		public void unlock(String lock, long fencingToken) {
			ask(() -> LeasedStore.this.data.unlock(lock, fencingToken));
		}

		@Override
		public void releaseAll(String owner) {
			ask(() -> {
				LeasedStore.this.leases.remove(owner);
			});
		}

		@Override
		public StateSummary summary() {
			return ask(() -> LeasedStore.this.data.summary());
		}

		@Override
		public void close() {
		}

	}

}
