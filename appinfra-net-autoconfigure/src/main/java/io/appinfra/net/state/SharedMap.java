package io.appinfra.net.state;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * A map from strings to values that every process of the application sees alike.
 * <p>
 * Values are stored as JSON. What is returned is a copy: a change of it is seen by nobody
 * else, and a change of a value after it was stored has no effect. Safe for use by many
 * threads.
 * <p>
 * A method that writes throws {@link io.appinfra.net.StateLimitException} where the write
 * would exceed a limit, and {@link IllegalArgumentException} where a value cannot be
 * written as JSON or read back; nothing is stored then. A value that another process or
 * another view of the map has stored and that cannot be read as this type is an
 * {@link IllegalArgumentException} where it would be returned; it can be overwritten and
 * removed all the same. A key that is {@code null} or empty, and any other argument that
 * is {@code null}, is an {@link IllegalArgumentException} as well.
 * <p>
 * Every method throws {@link io.appinfra.net.StateUnavailableException} if the engine
 * that keeps the state does not carry it out in time, and
 * {@link io.appinfra.net.ServerShutdownException} after the application has stopped.
 * Methods that set or remove a value depending on the present one try again when another
 * write came between: {@link #putIfAbsent}, both {@code replace},
 * {@link #remove(String, Object)} and {@link #compute}. They throw
 * {@link io.appinfra.net.ServerException} after ten seconds and ten failed attempts, or
 * as soon as the thread is interrupted; nothing is stored then.
 *
 * @param <V> the type of the values
 */
public interface SharedMap<V> {

	/**
	 * Return the value of a key.
	 * @param key the key
	 * @return the value, or {@code null} if the key is absent
	 */
	@Nullable V get(String key);

	/**
	 * Set the value of a key.
	 * @param key the key
	 * @param value the value
	 * @return the value before, or {@code null} if the key was absent
	 */
	@Nullable V put(String key, V value);

	/**
	 * Set the values of several keys as one operation: every reader sees all of them or
	 * none.
	 * @param entries the keys and values
	 */
	void putAll(Map<String, ? extends V> entries);

	/**
	 * Set the value of a key if the key is absent.
	 * @param key the key
	 * @param value the value
	 * @return the value that was there, or {@code null} if the key was absent
	 */
	@Nullable V putIfAbsent(String key, V value);

	/**
	 * Set the value of a key if the key is present.
	 * @param key the key
	 * @param value the value
	 * @return the value before, or {@code null} if the key was absent and stays so
	 */
	@Nullable V replace(String key, V value);

	/**
	 * Set the value of a key if its value is equal to the given one.
	 * @param key the key
	 * @param expected the value that is expected, compared by {@code equals}
	 * @param value the value
	 * @return whether the value was set
	 */
	boolean replace(String key, V expected, V value);

	/**
	 * Remove a key.
	 * @param key the key
	 * @return the value before, or {@code null} if the key was absent
	 */
	@Nullable V remove(String key);

	/**
	 * Remove a key if its value is equal to the given one.
	 * @param key the key
	 * @param expected the value that is expected, compared by {@code equals}
	 * @return whether the key was removed
	 */
	boolean remove(String key, V expected);

	/**
	 * Set the value of a key to what a function makes of the present one, as one
	 * operation. The function runs in the calling thread, without any lock, and runs
	 * again when another write came between: it should have no side effects.
	 * @param key the key
	 * @param function gets the key and the present value ({@code null} if absent) and
	 * returns the new value, or {@code null} to remove the key
	 * @return the new value, or {@code null} if the key is now absent
	 * @throws IllegalStateException if the function itself has changed the key in ten
	 * attempts
	 */
	@Nullable V compute(String key, BiFunction<String, @Nullable V, @Nullable V> function);

	/**
	 * Return all keys and values as they are at one moment.
	 * @return an unmodifiable copy, ordered by key
	 */
	Map<String, V> entries();

	/**
	 * Return the number of keys.
	 * @return the number of keys
	 */
	int size();

	/**
	 * Remove all keys as one operation.
	 */
	void clear();

	/**
	 * Call a listener after each change from now on. The calls for one key come in the
	 * order of its changes, one at a time, on a thread of the library's; where changes of
	 * a key come faster than the listener returns, it sees the newest and misses those
	 * before. A listener that is 100,000 keys behind misses removals.
	 * @param listener gets the key and its new value, {@code null} if it was removed;
	 * what it throws is logged
	 * @return ends the calls when it is closed
	 */
	Registration onChange(BiConsumer<String, @Nullable V> listener);

	/**
	 * A listener's registration.
	 */
	interface Registration extends AutoCloseable {

		/**
		 * End the registration, without waiting for a call that is under way. Closing it
		 * again has no effect.
		 */
		@Override
		void close();

	}

}
