package io.appinfra.net.state;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The maps and counters of the shared state: values as JSON, beneath {@link SharedMap}
 * and {@link SharedCounter}.
 * <p>
 * Every operation is linearizable. Safe for use by many threads. A name or key that is
 * {@code null} or empty is an {@link IllegalArgumentException}. Each method throws
 * {@link io.appinfra.net.ServerShutdownException} after the data was closed, and
 * {@link io.appinfra.net.StateUnavailableException} if the engine that keeps it does not
 * answer in time; no operation is repeated without the caller's knowledge.
 */
public interface StateData {

	/**
	 * Return the value of a key.
	 * @param map the name of the map
	 * @param key the key
	 * @return the value, or {@code null} if the key is absent
	 */
	@Nullable StoredValue get(String map, String key);

	/**
	 * Return the value of a key if it is in the memory of this process, so that it costs
	 * next to nothing to look at it.
	 * @param map the name of the map
	 * @param key the key
	 * @return the value, or {@code null} if the key is absent or the value is elsewhere
	 */
	default @Nullable StoredValue getLocal(String map, String key) {
		return null;
	}

	/**
	 * Return all keys and values of a map as they are at one moment.
	 * @param map the name of the map
	 * @return a copy
	 */
	Map<String, StoredValue> entries(String map);

	/**
	 * Return the number of keys of a map.
	 * @param map the name of the map
	 * @return the number of keys
	 */
	int size(String map);

	/**
	 * Set the value of a key.
	 * @param map the name of the map
	 * @param key the key
	 * @param value the value, which the caller does not change any more
	 * @return the value before, or {@code null} if the key was absent
	 * @throws io.appinfra.net.StateLimitException if a limit would be exceeded
	 */
	@Nullable StoredValue put(String map, String key, byte[] value);

	/**
	 * Set the values of several keys as one operation.
	 * @param map the name of the map
	 * @param values the keys and values, which the caller does not change any more
	 * @throws io.appinfra.net.StateLimitException if a limit would be exceeded
	 */
	void putAll(String map, Map<String, byte[]> values);

	/**
	 * Set or remove the value of a key if it has the expected version.
	 * @param map the name of the map
	 * @param key the key
	 * @param version the version that is expected, {@link StoredValue#ABSENT} for none
	 * @param value the value, {@code null} to remove the key
	 * @return the new version, {@link StoredValue#ABSENT} if the key was removed, or
	 * empty if it did not have the expected version
	 * @throws io.appinfra.net.StateLimitException if a limit would be exceeded
	 */
	OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value);

	/**
	 * Remove a key.
	 * @param map the name of the map
	 * @param key the key
	 * @return the value before, or {@code null} if the key was absent
	 */
	@Nullable StoredValue remove(String map, String key);

	/**
	 * Remove all keys of a map as one operation.
	 * @param map the name of the map
	 */
	void clear(String map);

	/**
	 * Call a listener after each change of a map from now on: for one key in the order of
	 * its changes, one call at a time, never in the thread that made the change. Where
	 * changes of a key come faster than the listener returns, only the newest counts.
	 * What waits for a slow listener has a bound. Closing the registration does not wait
	 * for a call that is under way.
	 * @param map the name of the map
	 * @param listener gets the key and the new value, {@code null} if it was removed
	 * @return ends the calls when it is closed
	 */
	SharedMap.Registration onChange(String map, BiConsumer<String, @Nullable StoredValue> listener);

	/**
	 * Return the value of a counter.
	 * @param counter the name of the counter
	 * @return the value, 0 at first
	 */
	long count(String counter);

	/**
	 * Set the value of a counter.
	 * @param counter the name of the counter
	 * @param value the value
	 */
	void setCount(String counter, long value);

	/**
	 * Add to a counter, which wraps around as a {@code long} does.
	 * @param counter the name of the counter
	 * @param delta what to add
	 * @return the new value
	 */
	long addAndGet(String counter, long delta);

	/**
	 * Set a counter if it has the expected value.
	 * @param counter the name of the counter
	 * @param expected the value that is expected
	 * @param value the value to set
	 * @return whether the value was set
	 */
	boolean compareAndSetCount(String counter, long expected, long value);

}
