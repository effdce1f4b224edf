package io.appinfra.net.state.local;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.appinfra.net.state.ChangeSubscription;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateArguments;
import io.appinfra.net.state.StateFailures;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

/**
 * A {@link StateStore} in the memory of this process.
 */
public final class LocalStateStore implements StateStore {

	private final StateLimits limits;

	private final LocalSequence sequence = new LocalSequence();

	private final Map<String, LocalMap> maps = new ConcurrentHashMap<>();

	private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();

	private final LocalLocks locks = new LocalLocks(this.sequence);

	private final ExecutorService listeners = ChangeSubscription.createThreads();

	private volatile boolean closed;

	/**
	 * Create a store.
	 * @param maxEntries the number of entries that a map can have, and of maps and of
	 * counters that there can be
	 * @param maxValueSize the size that a value can have, in bytes
	 */
	public LocalStateStore(int maxEntries, long maxValueSize) {
		this.limits = new StateLimits(maxEntries, maxValueSize);
	}

	@Override
	public @Nullable StoredValue get(String map, String key) {
		StateArguments.checkKey(key);
		LocalMap present = present(map);
		return (present != null) ? present.get(key) : null;
	}

	@Override
	public @Nullable StoredValue getLocal(String map, String key) {
		return get(map, key);
	}

	@Override
	public Map<String, StoredValue> entries(String map) {
		LocalMap present = present(map);
		return (present != null) ? present.entries() : Collections.emptyMap();
	}

	@Override
	public int size(String map) {
		LocalMap present = present(map);
		return (present != null) ? present.size() : 0;
	}

	@Override
	public @Nullable StoredValue put(String map, String key, byte[] value) {
		StateArguments.checkKey(key);
		StateArguments.checkValue(value);
		return map(map).put(key, value);
	}

	@Override
	public void putAll(String map, Map<String, byte[]> values) {
		map(map).putAll(StateArguments.checkedCopy(values));
	}

	@Override
	public OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		StateArguments.checkKey(key);
		return map(map).compareAndSet(key, version, value);
	}

	@Override
	public @Nullable StoredValue remove(String map, String key) {
		StateArguments.checkKey(key);
		LocalMap present = present(map);
		return (present != null) ? present.remove(key) : null;
	}

	@Override
	public void clear(String map) {
		LocalMap present = present(map);
		if (present != null) {
			present.clear();
		}
	}

	@Override
	public SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		Assert.notNull(listener, "The listener must not be null");
		return map(map).onChange(listener, this.listeners);
	}

	@Override
	public long count(String counter) {
		checkOpen();
		StateArguments.checkName("counter", counter);
		AtomicLong present = this.counters.get(counter);
		return (present != null) ? present.get() : 0;
	}

	@Override
	public void setCount(String counter, long value) {
		counter(counter).set(value);
	}

	@Override
	public long addAndGet(String counter, long delta) {
		return counter(counter).addAndGet(delta);
	}

	@Override
	public boolean compareAndSetCount(String counter, long expected, long value) {
		return counter(counter).compareAndSet(expected, value);
	}

	@Override
	public Duration lease() {
		return Duration.ZERO;
	}

	@Override
	public void admit(String owner) {
		admit(owner, owner);
	}

	@Override
	public void admit(String owner, String host) {
		checkOpen();
		StateArguments.checkName("owner", owner);
		StateArguments.checkName("host", host);
		this.locks.admit(owner, host);
	}

	@Override
	public OptionalLong renew(String owner) {
		checkOpen();
		StateArguments.checkName("owner", owner);
		return this.locks.isAdmitted(owner) ? OptionalLong.of(LocalSequence.micros()) : OptionalLong.empty();
	}

	@Override
	public Map<String, Duration> owners() {
		checkOpen();
		Map<String, Duration> owners = new TreeMap<>();
		this.locks.owners().forEach((owner) -> owners.put(owner, Duration.ZERO));
		return owners;
	}

	@Override
	public OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		checkOpen();
		StateArguments.checkName("lock", lock);
		StateArguments.checkName("owner", owner);
		StateArguments.checkWait(wait);
		OptionalLong fencingToken = this.locks.lock(lock, owner, wait);
		checkOpen();
		return fencingToken;
	}

	@Override
	public void unlock(String lock, long fencingToken) {
		checkOpen();
		StateArguments.checkName("lock", lock);
		this.locks.unlock(lock, fencingToken);
	}

	@Override
	public void releaseAll(String owner) {
		checkOpen();
		StateArguments.checkName("owner", owner);
		this.locks.releaseAll(owner);
	}

	@Override
	public StateSummary summary() {
		checkOpen();
		Map<String, StateSummary.OfMap> maps = new TreeMap<>();
		this.maps.forEach((name, map) -> maps.put(name, map.summary()));
		Map<String, Long> counts = new TreeMap<>();
		this.counters.forEach((name, counter) -> counts.put(name, counter.get()));
		return new StateSummary(maps, counts, this.locks.summary());
	}

	@Override
	public void close() {
		this.closed = true;
		this.locks.close();
		this.maps.values().forEach(LocalMap::close);
		this.listeners.shutdown();
	}

	private @Nullable LocalMap present(String name) {
		checkOpen();
		StateArguments.checkName("map", name);
		return this.maps.get(name);
	}

	private LocalMap map(String name) {
		LocalMap present = present(name);
		return (present != null) ? present : this.maps.computeIfAbsent(name, this::createMap);
	}

	private LocalMap createMap(String name) {
		this.limits.checkNames("map", name, this.maps.size() + 1);
		return new LocalMap(name, this.limits, this.sequence);
	}

	private AtomicLong counter(String name) {
		checkOpen();
		StateArguments.checkName("counter", name);
		AtomicLong present = this.counters.get(name);
		return (present != null) ? present : this.counters.computeIfAbsent(name, this::createCounter);
	}

	private AtomicLong createCounter(String name) {
		this.limits.checkNames("counter", name, this.counters.size() + 1);
		return new AtomicLong();
	}

	private void checkOpen() {
		if (this.closed) {
			throw StateFailures.closed();
		}
	}

}
