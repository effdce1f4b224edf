package io.appinfra.net.state;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Checks what callers of a {@link StateStore} pass to it, so that all stores refuse the
 * same with the same words.
 */
public final class StateArguments {

	private StateArguments() {
	}

	/**
	 * Check a name.
	 * @param kind what it is the name of
	 * @param name the name
	 * @throws IllegalArgumentException if it is {@code null} or empty
	 */
	public static void checkName(String kind, @Nullable String name) {
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

	/**
	 * Check keys and values.
	 * @param values the keys and values, in which the caller may change something yet
	 * @return a copy
	 * @throws IllegalArgumentException if there are none, a key is {@code null} or empty,
	 * or a value is {@code null}
	 */
	public static Map<String, byte[]> checkedCopy(@Nullable Map<String, byte[]> values) {
		Assert.notNull(values, "The values must not be null");
		Map<String, byte[]> copy = new LinkedHashMap<>(values);
		copy.forEach((key, value) -> {
			checkKey(key);
			checkValue(value);
		});
		return copy;
	}

	/**
	 * Check a time to wait for a lock.
	 * @param wait the time
	 * @throws IllegalArgumentException if it is {@code null} or negative
	 */
	public static void checkWait(@Nullable Duration wait) {
		Assert.isTrue(wait != null && !wait.isNegative(), "The time to wait must not be null or negative");
	}

}
