package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateArguments;
import io.appinfra.net.state.StateFailures;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

/**
 * A {@link StateStore} on Redis or Valkey: one server, one with Sentinels, or a cluster.
 * All keys begin with {@code appinfra:{namespace}:}, and so do all channels.
 */
public final class RedisStateStore implements StateStore {

	private final RedisStateSettings settings;

	private final RedisConnections connections;

	private final RedisScripts scripts;

	private final RedisMaps maps;

	private final RedisCounters counters;

	private final RedisLocks locks;

	private final RedisMessages messages;

	private volatile boolean closed;

	/**
	 * Create a store, connected.
	 * @param servers where Redis is
	 * @param settings how the store works
	 * @throws StateUnavailableException if Redis cannot be reached
	 */
	public RedisStateStore(RedisServers servers, RedisStateSettings settings) {
		this.settings = settings;
		this.connections = new RedisConnections(servers, settings.timeout());
		try {
			this.scripts = new RedisScripts(this.connections, servers, settings);
			this.maps = new RedisMaps(this.scripts, settings);
			this.counters = new RedisCounters(this.scripts, settings);
			this.locks = new RedisLocks(this.scripts);
			this.scripts.operations().whenReplaced(this.locks.cleanup()::suspect);
			this.messages = new RedisMessages(this.connections, this.scripts.operations(), settings,
					this.maps::snapshot, this.locks);
		}
		catch (RuntimeException ex) {
			this.connections.close();
			throw ex;
		}
	}

	/**
	 * Return a section of what the server says of itself.
	 * @param section the section
	 * @return the lines
	 * @throws StateUnavailableException if it cannot be read, also for lack of rights
	 */
	public String info(String section) {
		return call(() -> this.scripts.operations().call(false, (commands) -> commands.info(section)));
	}

	@Override
	public @Nullable StoredValue get(String map, String key) {
		checkKey(map, key);
		return call(() -> this.maps.get(map, key));
	}

	@Override
	public Map<String, StoredValue> entries(String map) {
		check("map", map);
		return call(() -> this.maps.entries(map));
	}

	@Override
	public int size(String map) {
		check("map", map);
		return call(() -> this.maps.size(map));
	}

	@Override
	public @Nullable StoredValue put(String map, String key, byte[] value) {
		checkKey(map, key);
		StateArguments.checkValue(value);
		return call(() -> this.maps.put(map, key, value));
	}

	@Override
	public void putAll(String map, Map<String, byte[]> values) {
		check("map", map);
		Map<String, byte[]> copy = StateArguments.checkedCopy(values);
		if (!copy.isEmpty()) {
			run(() -> this.maps.putAll(map, copy));
		}
	}

	@Override
	public OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		checkKey(map, key);
		return call(() -> this.maps.compareAndSet(map, key, version, value));
	}

	@Override
	public @Nullable StoredValue remove(String map, String key) {
		checkKey(map, key);
		return call(() -> this.maps.remove(map, key));
	}

	@Override
	public void clear(String map) {
		check("map", map);
		run(() -> this.maps.clear(map));
	}

	@Override
	public SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		check("map", map);
		Assert.notNull(listener, "The listener must not be null");
		return call(() -> this.messages.listen(map, listener));
	}

	@Override
	public long count(String counter) {
		check("counter", counter);
		return call(() -> this.counters.count(counter));
	}

	@Override
	public void setCount(String counter, long value) {
		check("counter", counter);
		run(() -> this.counters.setCount(counter, value));
	}

	@Override
	public long addAndGet(String counter, long delta) {
		check("counter", counter);
		return call(() -> this.counters.addAndGet(counter, delta));
	}

	@Override
	public boolean compareAndSetCount(String counter, long expected, long value) {
		check("counter", counter);
		return call(() -> this.counters.compareAndSetCount(counter, expected, value));
	}

	@Override
	public Duration lease() {
		return this.settings.lease();
	}

	@Override
	public void admit(String owner) {
		check("owner", owner);
		call(() -> this.scripts.number(RedisScript.ADMIT, owner, this.settings.lease().toMillis()));
	}

	@Override
	public void admit(String owner, String host) {
		check("owner", owner);
		check("host", host);
		run(() -> this.locks.admit(owner, host));
	}

	@Override
	public OptionalLong renew(String owner) {
		check("owner", owner);
		String micros = call(() -> this.scripts.renew(owner));
		return (micros != null) ? OptionalLong.of(Long.parseLong(micros)) : OptionalLong.empty();
	}

	@Override
	public Map<String, Duration> owners() {
		checkOpen();
		List<?> result = call(() -> this.scripts.read(RedisScript.OWNERS));
		Map<String, Duration> owners = new TreeMap<>();
		for (int i = 0; i < result.size(); i += 2) {
			owners.put(RedisBytes.text((byte[]) result.get(i)),
					Duration.ofMillis(RedisBytes.number((byte[]) result.get(i + 1))));
		}
		return owners;
	}

	@Override
	public OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		check("lock", lock);
		check("owner", owner);
		StateArguments.checkWait(wait);
		OptionalLong token = call(() -> this.locks.lock(lock, owner, wait));
		checkOpen();
		return token;
	}

	@Override
	public void unlock(String lock, long fencingToken) {
		check("lock", lock);
		run(() -> this.locks.unlock(lock, fencingToken));
	}

	@Override
	public void releaseAll(String owner) {
		check("owner", owner);
		run(() -> this.locks.releaseAll(owner));
	}

	@Override
	public StateSummary summary() {
		checkOpen();
		List<?> result = call(() -> this.scripts.read(RedisScript.SUMMARY));
		return RedisSummary.of((List<?>) result.get(0), (List<?>) result.get(1), (List<?>) result.get(2));
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.locks.close();
			this.messages.close();
			this.scripts.close();
			this.connections.close();
		}
	}

	/**
	 * Carry out an operation. One that fails as the store is closed says so.
	 */
	private <T extends @Nullable Object, E extends Exception> T call(Operation<T, E> operation) throws E {
		try {
			return operation.run();
		}
		catch (StateUnavailableException ex) {
			checkOpen();
			this.locks.cleanup().suspect();
			throw ex;
		}
	}

	private void run(Runnable operation) {
		call(() -> {
			operation.run();
			return this;
		});
	}

	private void checkKey(String map, String key) {
		check("map", map);
		StateArguments.checkKey(key);
	}

	private void check(String kind, String name) {
		checkOpen();
		StateArguments.checkName(kind, name);
	}

	private void checkOpen() {
		if (this.closed) {
			throw StateFailures.closed();
		}
	}

	/**
	 * An operation on Redis.
	 *
	 * @param <T> the type of its result
	 * @param <E> the type of what it throws besides
	 */
	@FunctionalInterface
	private interface Operation<T extends @Nullable Object, E extends Exception> {

		T run() throws E;

	}

}
