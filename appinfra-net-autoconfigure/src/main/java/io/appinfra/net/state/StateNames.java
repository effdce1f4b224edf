package io.appinfra.net.state;

import org.jspecify.annotations.Nullable;

/**
 * Checks what callers of a {@link StateStore} pass to it, so that all stores refuse the
 * same with the same words.
 */
public final class StateNames {

	private StateNames() {
	}

	/**
	 * Check a name.
	 * @param kind what it is the name of
	 * @param name the name
	 * @throws IllegalArgumentException if it is {@code null} or empty
	 */
	public static void check(String kind, @Nullable String name) {
		if (name == null || name.isEmpty()) {
			throw new IllegalArgumentException("The name of the %s must not be null or empty".formatted(kind));
		}
	}

	/**
	 * Check a key of a map.
	 * @param key the key
	 * @throws IllegalArgumentException if it is {@code null} or empty
	 */
	public static void checkKey(@Nullable String key) {
		if (key == null || key.isEmpty()) {
			throw new IllegalArgumentException("The key must not be null or empty");
		}
	}

	/**
	 * Check a value.
	 * @param value the value as JSON
	 * @throws IllegalArgumentException if it is {@code null}
	 */
	public static void checkValue(byte @Nullable [] value) {
		if (value == null) {
			throw new IllegalArgumentException("The value must not be null");
		}
	}

}
