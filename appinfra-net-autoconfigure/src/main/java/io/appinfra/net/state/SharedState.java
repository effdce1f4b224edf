package io.appinfra.net.state;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Maps, counters and locks that every process of the application sees alike.
 * <p>
 * Every operation is linearizable, across processes. Two objects that were obtained with
 * the same name are two views of the same thing. A name or type that is {@code null}, or
 * a name that is empty, is an {@link IllegalArgumentException}. Safe for use by many
 * threads.
 */
public interface SharedState {

	/**
	 * Return the map with the given name, which exists from its first use on.
	 * @param <V> the type of the values
	 * @param name the name
	 * @param type the type of the values, which has no type parameters
	 * @return the map
	 * @throws IllegalArgumentException if the type has type parameters: see
	 * {@link #map(String, ParameterizedTypeReference)}
	 */
	<V> SharedMap<V> map(String name, Class<V> type);

	/**
	 * Return the map with the given name, for values of a generic type.
	 * @param <V> the type of the values
	 * @param name the name
	 * @param type the type of the values, which names all its type parameters
	 * @return the map
	 * @throws IllegalArgumentException if a type parameter is not named
	 */
	<V> SharedMap<V> map(String name, ParameterizedTypeReference<V> type);

	/**
	 * Return the counter with the given name, which is 0 at first.
	 * @param name the name
	 * @return the counter
	 */
	SharedCounter counter(String name);

	/**
	 * Return the lock with the given name, which is free at first.
	 * @param name the name
	 * @return the lock
	 */
	SharedLock lock(String name);

}
