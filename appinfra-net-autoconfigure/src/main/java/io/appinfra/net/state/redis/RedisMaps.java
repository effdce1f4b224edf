package io.appinfra.net.state.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StoredValue;

/**
 * The maps of a {@link RedisStateStore}. Each is a hash, and has a sequence of versions.
 */
final class RedisMaps {

	private static final byte REFUSED = '!';

	private static final String REFUSED_MAP = "!MAPS";

	private final RedisScripts scripts;

	private final StateLimits limits;

	private final String prefix;

	RedisMaps(RedisScripts scripts, RedisStateSettings settings) {
		this.scripts = scripts;
		this.limits = settings.limits();
		this.prefix = settings.prefix() + "map:";
	}

	@Nullable StoredValue get(String map, String key) {
		return RedisBytes.value(this.scripts.operations()
			.<byte @Nullable []>call(false, (commands) -> commands.hget(hash(map), RedisBytes.of(key))));
	}

	Map<String, StoredValue> entries(String map) {
		Map<byte[], byte[]> entries = this.scripts.operations().call(false, (commands) -> commands.hgetall(hash(map)));
		Map<String, StoredValue> values = new HashMap<>();
		entries.forEach((key, value) -> values.put(RedisBytes.text(key), RedisBytes.value(value)));
		return values;
	}

	int size(String map) {
		return Math.toIntExact(this.scripts.operations().<Long>call(false, (commands) -> commands.hlen(hash(map))));
	}

	RedisChanges.Snapshot snapshot(String map) {
		List<?> result = this.scripts.read(RedisScript.SNAPSHOT, map);
		Map<String, StoredValue> entries = new HashMap<>();
		List<?> flat = (List<?>) result.get(1);
		for (int i = 0; i < flat.size(); i += 2) {
			entries.put(RedisBytes.text((byte[]) flat.get(i)), RedisBytes.value((byte[]) flat.get(i + 1)));
		}
		return new RedisChanges.Snapshot(RedisBytes.number((byte[]) result.get(0)), entries);
	}

	@Nullable StoredValue put(String map, String key, byte[] value) {
		this.limits.checkSize(map, key, value);
		byte[] before = this.scripts.bytes(RedisScript.PUT, map, key, value, this.limits.maxEntries());
		checkNotRefused(before, map, key);
		return RedisBytes.value(before);
	}

	void putAll(String map, Map<String, byte[]> values) {
		List<byte[]> entries = new ArrayList<>(2 * values.size());
		values.forEach((key, value) -> {
			this.limits.checkSize(map, key, value);
			entries.add(RedisBytes.of(key));
			entries.add(value);
		});
		List<byte[]> arguments = new ArrayList<>(entries.size() + 3);
		arguments.add(RedisBytes.of(map));
		arguments.add(RedisChange.announce(entries));
		arguments.add(RedisBytes.of(this.limits.maxEntries()));
		arguments.addAll(entries);
		checkNotRefused(this.scripts.<byte @Nullable []>change(RedisScript.PUT_ALL, arguments), map, "");
	}

	OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		List<Object> arguments = new ArrayList<>(List.of(map, key, version, this.limits.maxEntries()));
		if (value != null) {
			this.limits.checkSize(map, key, value);
			arguments.add(value);
		}
		byte[] result = this.scripts.bytes(RedisScript.COMPARE_AND_SET, arguments.toArray());
		checkNotRefused(result, map, key);
		long after = RedisBytes.number(result);
		return (after >= 0) ? OptionalLong.of(after) : OptionalLong.empty();
	}

	@Nullable StoredValue remove(String map, String key) {
		return RedisBytes.value(this.scripts.bytes(RedisScript.REMOVE, map, key));
	}

	void clear(String map) {
		this.scripts.number(RedisScript.CLEAR, map);
	}

	/**
	 * Throw if a script has refused a change: then its result says which limit was
	 * reached, how far, and for which key if this is not known.
	 */
	private void checkNotRefused(byte @Nullable [] result, String map, String key) {
		if (result != null && result[0] == REFUSED) {
			String[] parts = RedisBytes.text(result).split(" ", 3);
			int size = Integer.parseInt(parts[1]);
			if (parts[0].equals(REFUSED_MAP)) {
				this.limits.checkNames("map", map, size);
			}
			this.limits.checkEntries(map, (parts.length > 2) ? parts[2] : key, size);
		}
	}

	private byte[] hash(String map) {
		return RedisBytes.of(this.prefix + map);
	}

}
