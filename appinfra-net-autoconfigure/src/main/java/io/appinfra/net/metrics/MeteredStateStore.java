package io.appinfra.net.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.metrics.StateOperationMeters.Operation;
import io.appinfra.net.metrics.StateOperationMeters.Outcome;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

/**
 * A store whose operations are measured. A look at a value that is in the memory of this
 * process is not: to measure it would cost more than it does.
 */
public final class MeteredStateStore implements StateStore {

	private final StateStore store;

	private final StateOperationMeters meters;

	/**
	 * Create a store.
	 * @param store the store whose operations are measured
	 * @param meters takes what is measured
	 */
	public MeteredStateStore(StateStore store, StateOperationMeters meters) {
		this.store = store;
		this.meters = meters;
	}

	@Override
	public @Nullable StoredValue get(String map, String key) {
		return measure(Operation.GET, () -> this.store.get(map, key));
	}

	@Override
	public @Nullable StoredValue getLocal(String map, String key) {
		return this.store.getLocal(map, key);
	}

	@Override
	public Map<String, StoredValue> entries(String map) {
		return measure(Operation.ENTRIES, () -> this.store.entries(map));
	}

	@Override
	public int size(String map) {
		return measure(Operation.SIZE, () -> this.store.size(map));
	}

	@Override
	public @Nullable StoredValue put(String map, String key, byte[] value) {
		return measure(Operation.PUT, () -> this.store.put(map, key, value));
	}

	@Override
	public void putAll(String map, Map<String, byte[]> values) {
		run(Operation.PUT_ALL, () -> this.store.putAll(map, values));
	}

	@Override
	public OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		return measure(Operation.COMPARE_AND_SET, () -> this.store.compareAndSet(map, key, version, value));
	}

	@Override
	public @Nullable StoredValue remove(String map, String key) {
		return measure(Operation.REMOVE, () -> this.store.remove(map, key));
	}

	@Override
	public void clear(String map) {
		run(Operation.CLEAR, () -> this.store.clear(map));
	}

	@Override
	public SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		return this.store.onChange(map, listener);
	}

	@Override
	public long count(String counter) {
		return measure(Operation.COUNT, () -> this.store.count(counter));
	}

	@Override
	public void setCount(String counter, long value) {
		run(Operation.SET_COUNT, () -> this.store.setCount(counter, value));
	}

	@Override
	public long addAndGet(String counter, long delta) {
		return measure(Operation.ADD_AND_GET, () -> this.store.addAndGet(counter, delta));
	}

	@Override
	public boolean compareAndSetCount(String counter, long expected, long value) {
		return measure(Operation.COMPARE_AND_SET_COUNT, () -> this.store.compareAndSetCount(counter, expected, value));
	}

	@Override
	public Duration lease() {
		return this.store.lease();
	}

	@Override
	public void admit(String owner) {
		this.store.admit(owner);
	}

	@Override
	public void admit(String owner, String host) {
		this.store.admit(owner, host);
	}

	@Override
	public OptionalLong renew(String owner) {
		return measure(Operation.RENEW, () -> this.store.renew(owner));
	}

	@Override
	public Map<String, Duration> owners() {
		return this.store.owners();
	}

	/**
	 * Take a lock, whose wait is part of what is measured. A lock that was not free in
	 * time is {@link Outcome#REFUSED}.
	 */
	@Override
	public OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		long start = System.nanoTime();
		Outcome outcome = Outcome.REFUSED;
		try {
			OptionalLong token = this.store.lock(lock, owner, wait);
			outcome = token.isPresent() ? Outcome.DONE : Outcome.REFUSED;
			return token;
		}
		catch (StateUnavailableException ex) {
			outcome = outcome(ex);
			throw ex;
		}
		finally {
			this.meters.record(Operation.LOCK, outcome, System.nanoTime() - start);
		}
	}

	@Override
	public void unlock(String lock, long fencingToken) {
		run(Operation.UNLOCK, () -> this.store.unlock(lock, fencingToken));
	}

	@Override
	public void releaseAll(String owner) {
		this.store.releaseAll(owner);
	}

	@Override
	public StateSummary summary() {
		return this.store.summary();
	}

	@Override
	public void close() {
		this.store.close();
	}

	private void run(Operation operation, Runnable action) {
		this.<@Nullable Void>measure(operation, () -> {
			action.run();
			return null;
		});
	}

	private <T extends @Nullable Object> T measure(Operation operation, Supplier<T> action) {
		long start = System.nanoTime();
		Outcome outcome = Outcome.REFUSED;
		try {
			T result = action.get();
			outcome = Outcome.DONE;
			return result;
		}
		catch (StateUnavailableException ex) {
			outcome = outcome(ex);
			throw ex;
		}
		finally {
			this.meters.record(operation, outcome, System.nanoTime() - start);
		}
	}

	private static Outcome outcome(StateUnavailableException ex) {
		return ex.outcomeUnknown() ? Outcome.UNKNOWN : Outcome.REFUSED;
	}

}
