package io.appinfra.net.state.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateNames;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

import org.springframework.util.Assert;

/**
 * A {@link StateStore} on Redis or Valkey: one server, one with Sentinels, or a cluster.
 * All keys begin with {@code appinfra:{namespace}:}, and so do all channels.
 */
public final class RedisStateStore implements StateStore {

	private static final byte REFUSED = '!';

	private final RedisStateSettings settings;

	private final StateLimits limits;

	private final RedisConnections connections;

	private final RedisScripts scripts;

	private final RedisLocks locks;

	private final RedisMessages messages;

	private final Set<String> counters = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Create a store, connected.
	 * @param servers where Redis is
	 * @param settings how the store works
	 * @throws StateUnavailableException if Redis cannot be reached
	 */
	public RedisStateStore(RedisServers servers, RedisStateSettings settings) {
		this.settings = settings;
		this.limits = settings.limits();
		this.connections = new RedisConnections(servers, settings.timeout());
		try {
			this.scripts = new RedisScripts(this.connections, servers, settings);
			this.locks = new RedisLocks(this.scripts);
			this.messages = new RedisMessages(this.connections, this.scripts.operations(), settings, this::snapshot,
					this.locks);
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
		return RedisBytes.value(call(() -> this.scripts.operations()
			.<byte @Nullable []>call(false, (commands) -> commands.hget(mapKey(map), RedisBytes.of(key)))));
	}

	@Override
	public Map<String, StoredValue> entries(String map) {
		check("map", map);
		Map<byte[], byte[]> entries = call(
				() -> this.scripts.operations().call(false, (commands) -> commands.hgetall(mapKey(map))));
		Map<String, StoredValue> values = new HashMap<>();
		entries.forEach((key, value) -> values.put(RedisBytes.text(key), RedisBytes.value(value)));
		return values;
	}

	@Override
	public int size(String map) {
		check("map", map);
		return Math.toIntExact(
				call(() -> this.scripts.operations().<Long>call(false, (commands) -> commands.hlen(mapKey(map)))));
	}

	@Override
	public @Nullable StoredValue put(String map, String key, byte[] value) {
		checkKey(map, key);
		checkValue(map, key, value);
		byte[] before = call(() -> this.scripts.bytes(RedisScript.PUT, map, key, value, this.limits.maxEntries()));
		checkNotRefused(before, map, key);
		return RedisBytes.value(before);
	}

	@Override
	public void putAll(String map, Map<String, byte[]> values) {
		check("map", map);
		Assert.notNull(values, "The values must not be null");
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(RedisBytes.of(map));
		arguments.add(RedisBytes.of(this.limits.maxEntries()));
		new LinkedHashMap<>(values).forEach((key, value) -> {
			StateNames.checkKey(key);
			checkValue(map, key, value);
			arguments.add(RedisBytes.of(key));
			arguments.add(value);
		});
		if (arguments.size() > 2) {
			byte[] refused = call(() -> this.scripts.<byte @Nullable []>change(RedisScript.PUT_ALL, arguments));
			checkNotRefused(refused, map, "");
		}
	}

	@Override
	public OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		checkKey(map, key);
		if (value != null) {
			this.limits.checkSize(map, key, value);
		}
		List<Object> arguments = new ArrayList<>(List.of(map, key, version, this.limits.maxEntries()));
		if (value != null) {
			arguments.add(value);
		}
		byte[] result = call(() -> this.scripts.bytes(RedisScript.COMPARE_AND_SET, arguments.toArray()));
		checkNotRefused(result, map, key);
		long after = RedisBytes.number(result);
		return (after >= 0) ? OptionalLong.of(after) : OptionalLong.empty();
	}

	@Override
	public @Nullable StoredValue remove(String map, String key) {
		checkKey(map, key);
		return RedisBytes.value(call(() -> this.scripts.bytes(RedisScript.REMOVE, map, key)));
	}

	@Override
	public void clear(String map) {
		check("map", map);
		call(() -> this.scripts.number(RedisScript.CLEAR, map));
	}

	@Override
	public SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener) {
		check("map", map);
		Assert.notNull(listener, "The listener must not be null");
		return call(() -> this.messages.listen(map, listener));
	}

	private RedisChanges.Snapshot snapshot(String map) {
		List<?> result = this.scripts.read(RedisScript.SNAPSHOT, map);
		Map<String, StoredValue> entries = new HashMap<>();
		List<?> flat = (List<?>) result.get(1);
		for (int i = 0; i < flat.size(); i += 2) {
			entries.put(RedisBytes.text((byte[]) flat.get(i)), RedisBytes.value((byte[]) flat.get(i + 1)));
		}
		return new RedisChanges.Snapshot(RedisBytes.number((byte[]) result.get(0)), entries);
	}

	@Override
	public long count(String counter) {
		check("counter", counter);
		byte[] count = call(() -> this.scripts.operations()
			.<byte @Nullable []>call(false, (commands) -> commands.hget(countersKey(), RedisBytes.of(counter))));
		return (count != null) ? RedisBytes.number(count) : 0;
	}

	@Override
	public void setCount(String counter, long value) {
		ensureCounter(counter);
		call(() -> this.scripts
			.change((commands) -> commands.hset(countersKey(), RedisBytes.of(counter), RedisBytes.of(value))));
	}

	@Override
	public long addAndGet(String counter, long delta) {
		ensureCounter(counter);
		try {
			return call(() -> this.scripts
				.<Long>change((commands) -> commands.hincrby(countersKey(), RedisBytes.of(counter), delta)));
		}
		catch (StateUnavailableException ex) {
			if (ex.outcomeUnknown() || !ex.getMessage().contains("overflow")) {
				throw ex;
			}
			return wrapAround(counter, delta);
		}
	}

	private long wrapAround(String counter, long delta) {
		long count;
		do {
			count = count(counter);
		}
		while (!compareAndSetCount(counter, count, count + delta));
		return count + delta;
	}

	@Override
	public boolean compareAndSetCount(String counter, long expected, long value) {
		ensureCounter(counter);
		return call(() -> this.scripts.number(RedisScript.COMPARE_AND_SET_COUNT, counter, expected, value)) > 0;
	}

	/**
	 * Count a counter that this process has not used before.
	 */
	private void ensureCounter(String counter) {
		check("counter", counter);
		if (!this.counters.contains(counter)) {
			long tooMany = call(() -> this.scripts.number(RedisScript.COUNTER, counter, this.limits.maxEntries()));
			this.limits.checkNames("counter", counter, (int) tooMany);
			this.counters.add(counter);
		}
	}

	@Override
	public Duration lease() {
		return this.settings.lease();
	}

	@Override
	public void admit(String owner) {
		check("owner", owner);
		call(() -> this.scripts.text(RedisScript.ADMIT, owner, this.settings.lease().toMillis()));
	}

	@Override
	public void admit(String owner, String host) {
		check("owner", owner);
		check("host", host);
		call(() -> {
			this.locks.admit(owner, host);
			return owner;
		});
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
		Assert.isTrue(wait != null && !wait.isNegative(), "The time to wait must not be null or negative");
		try {
			OptionalLong token = this.locks.lock(lock, owner, wait);
			checkOpen();
			return token;
		}
		catch (StateUnavailableException ex) {
			checkOpen();
			throw ex;
		}
	}

	@Override
	public void unlock(String lock, long fencingToken) {
		check("lock", lock);
		call(() -> {
			this.locks.unlock(lock, fencingToken);
			return lock;
		});
	}

	@Override
	public void releaseAll(String owner) {
		check("owner", owner);
		call(() -> {
			this.locks.releaseAll(owner);
			return owner;
		});
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

	private byte[] mapKey(String map) {
		return RedisBytes.of(this.settings.prefix() + "map:" + map);
	}

	private byte[] countersKey() {
		return RedisBytes.of(this.settings.prefix() + "counters");
	}

	/**
	 * Carry out an operation. One that fails as the store is closed says so.
	 */
	private <T extends @Nullable Object> T call(Supplier<T> operation) {
		try {
			return operation.get();
		}
		catch (StateUnavailableException ex) {
			checkOpen();
			throw ex;
		}
	}

	/**
	 * Throw if a script has refused a change: then its result says which limit was
	 * reached, how far, and for which key if this is not known.
	 */
	private void checkNotRefused(byte @Nullable [] result, String map, String key) {
		if (result != null && result[0] == REFUSED) {
			String[] parts = RedisBytes.text(result).split(" ", 3);
			int size = Integer.parseInt(parts[1]);
			if (parts[0].equals("!MAPS")) {
				this.limits.checkNames("map", map, size);
			}
			this.limits.checkEntries(map, (parts.length > 2) ? parts[2] : key, size);
		}
	}

	private void checkValue(String map, String key, byte[] value) {
		StateNames.checkValue(value);
		this.limits.checkSize(map, key, value);
	}

	private void checkKey(String map, String key) {
		check("map", map);
		StateNames.checkKey(key);
	}

	private void check(String kind, String name) {
		checkOpen();
		StateNames.check(kind, name);
	}

	private void checkOpen() {
		if (this.closed) {
			throw new ServerShutdownException("The shared state is closed, as the application has stopped. "
					+ "Whatever uses it must stop before: depend on the SharedState bean, and end with your own.");
		}
	}

}
