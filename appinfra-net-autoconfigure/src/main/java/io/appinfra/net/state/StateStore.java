package io.appinfra.net.state;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Where the shared state is kept: the service provider interface beneath
 * {@link SharedState}.
 * <p>
 * Every operation is linearizable. A store is safe for use by many threads. After
 * {@link #close()}, every other method throws
 * {@link io.appinfra.net.ServerShutdownException}, and so does a {@link #lock} that waits
 * by then. A name or key that is {@code null} or empty is an
 * {@link IllegalArgumentException}.
 */
public interface StateStore extends AutoCloseable {

	/**
	 * Return the value of a key.
	 * @param map the name of the map
	 * @param key the key
	 * @return the value, or {@code null} if the key is absent
	 */
	@Nullable StoredValue get(String map, String key);

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
	 * @return whether the value was set or removed
	 * @throws io.appinfra.net.StateLimitException if a limit would be exceeded
	 */
	boolean compareAndSet(String map, String key, long version, byte @Nullable [] value);

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
	 * Add to a counter.
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

	/**
	 * Let an owner take locks from now on. The web process admits itself, and each worker
	 * before it serves it. An owner is one life of one process: its name is not used
	 * again after it was {@linkplain #releaseAll released}. So a store remembers the
	 * living only, and what a dead one asked for too late finds it unknown.
	 * @param owner the owner
	 */
	void admit(String owner);

	/**
	 * Take a lock, waiting for it in the order of arrival.
	 * @param lock the name of the lock
	 * @param owner the process on whose behalf it is taken
	 * @param wait how long to wait, zero not to wait at all
	 * @return the fencing token, or empty if the lock was not free in time, or if the
	 * owner is not {@linkplain #admit admitted} or is {@linkplain #releaseAll released}
	 * meanwhile
	 * @throws InterruptedException if the thread is interrupted while it waits; it does
	 * not hold the lock then
	 */
	OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException;

	/**
	 * Free a lock. Does nothing if it is not held with that fencing token.
	 * @param lock the name of the lock
	 * @param fencingToken the fencing token that {@link #lock} returned
	 */
	void unlock(String lock, long fencingToken);

	/**
	 * Free all locks of an owner that has died, end its waits for others, and let it take
	 * none any more.
	 * @param owner the owner
	 */
	void releaseAll(String owner);

	/**
	 * Return what the store holds, to be looked at by an operator.
	 * @return a summary
	 * @throws UnsupportedOperationException if the store cannot tell
	 */
	StateSummary summary();

	@Override
	void close();

}
