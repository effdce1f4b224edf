package io.appinfra.net.state.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.ChangeSubscription;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

/**
 * A map of a {@link LocalStateStore}. Readers take no lock unless a write is under way;
 * that they look for one makes a write of several keys one operation to them.
 */
final class LocalMap {

	private final String name;

	private final StateLimits limits;

	private final LongSupplier versions;

	private final Map<String, StoredValue> entries = new ConcurrentHashMap<>();

	private final StampedLock lock = new StampedLock();

	private final List<ChangeSubscription> subscriptions = new CopyOnWriteArrayList<>();

	private long bytes;

	LocalMap(String name, StateLimits limits, LongSupplier versions) {
		this.name = name;
		this.limits = limits;
		this.versions = versions;
	}

	@Nullable StoredValue get(String key) {
		long stamp = this.lock.tryOptimisticRead();
		StoredValue value = this.entries.get(key);
		return this.lock.validate(stamp) ? value : read(() -> this.entries.get(key));
	}

	Map<String, StoredValue> entries() {
		return read(() -> new HashMap<>(this.entries));
	}

	int size() {
		return read(this.entries::size);
	}

	StateSummary.OfMap summary() {
		return read(() -> new StateSummary.OfMap(this.entries.size(), this.bytes));
	}

	@Nullable StoredValue put(String key, byte[] value) {
		this.limits.checkSize(this.name, key, value);
		return write(() -> {
			checkRoom(List.of(key));
			return set(key, value);
		});
	}

	void putAll(Map<String, byte[]> values) {
		values.forEach((key, value) -> this.limits.checkSize(this.name, key, value));
		write(() -> {
			checkRoom(values.keySet());
			values.forEach(this::set);
			return null;
		});
	}

	OptionalLong compareAndSet(String key, long version, byte @Nullable [] value) {
		if (value != null) {
			this.limits.checkSize(this.name, key, value);
		}
		return write(() -> (version(key) == version) ? OptionalLong.of(setOrUnset(key, value)) : OptionalLong.empty());
	}

	private void checkRoom(Iterable<String> keys) {
		int size = this.entries.size();
		for (String key : keys) {
			if (!this.entries.containsKey(key)) {
				size++;
				this.limits.checkEntries(this.name, key, size);
			}
		}
	}

	private long version(String key) {
		StoredValue value = this.entries.get(key);
		return (value != null) ? value.version() : StoredValue.ABSENT;
	}

	private long setOrUnset(String key, byte @Nullable [] value) {
		if (value != null) {
			checkRoom(List.of(key));
			set(key, value);
		}
		else {
			unset(key);
		}
		return version(key);
	}

	@Nullable StoredValue remove(String key) {
		return write(() -> unset(key));
	}

	void clear() {
		write(() -> {
			List.copyOf(this.entries.keySet()).forEach(this::unset);
			return null;
		});
	}

	private @Nullable StoredValue set(String key, byte[] value) {
		StoredValue after = new StoredValue(value, this.versions.getAsLong());
		StoredValue before = this.entries.put(key, after);
		this.bytes += bytes(key, after) - bytes(key, before);
		publish(key, after);
		return before;
	}

	private @Nullable StoredValue unset(String key) {
		StoredValue before = this.entries.remove(key);
		if (before != null) {
			this.bytes -= bytes(key, before);
			publish(key, null);
		}
		return before;
	}

	private static long bytes(String key, @Nullable StoredValue value) {
		return (value != null) ? key.length() + value.json().length : 0;
	}

	private void publish(String key, @Nullable StoredValue after) {
		if (!this.subscriptions.isEmpty()) {
			this.subscriptions.forEach((subscription) -> subscription.offer(key, after));
		}
	}

	SharedMap.Registration onChange(BiConsumer<String, @Nullable StoredValue> listener, Executor executor) {
		ChangeSubscription subscription = new ChangeSubscription(this.name, listener, executor);
		write(() -> this.subscriptions.add(subscription));
		return () -> {
			subscription.close();
			this.subscriptions.remove(subscription);
		};
	}

	void close() {
		this.subscriptions.forEach(ChangeSubscription::close);
	}

	private <T extends @Nullable Object> T read(Supplier<T> operation) {
		long stamp = this.lock.readLock();
		try {
			return operation.get();
		}
		finally {
			this.lock.unlockRead(stamp);
		}
	}

	private <T extends @Nullable Object> T write(Supplier<T> operation) {
		long stamp = this.lock.writeLock();
		try {
			return operation.get();
		}
		finally {
			this.lock.unlockWrite(stamp);
		}
	}

}
