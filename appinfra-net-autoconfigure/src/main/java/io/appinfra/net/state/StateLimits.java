package io.appinfra.net.state;

import org.springframework.util.Assert;

import io.appinfra.net.StateLimitException;

/**
 * How much a store takes, and how it refuses more.
 *
 * @param maxEntries the number of entries of a map, and the number of maps and of
 * counters
 * @param maxValueSize the size of a value in bytes
 */
public record StateLimits(int maxEntries, long maxValueSize) {

	private static final String MAX_ENTRIES = "appinfra.net.state.max-entries";

	private static final String MAX_VALUE_SIZE = "appinfra.net.state.max-value-size";

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if one is not positive
	 */
	public StateLimits {
		Assert.isTrue(maxEntries > 0, () -> "The number of entries must be positive, not " + maxEntries);
		Assert.isTrue(maxValueSize > 0, () -> "The size of a value must be positive, not " + maxValueSize);
	}

	/**
	 * Check the size of a value.
	 * @param map the name of the map
	 * @param key the key
	 * @param value the value
	 * @throws StateLimitException if it is too large
	 */
	public void checkSize(String map, String key, byte[] value) {
		if (value.length > this.maxValueSize) {
			throw new StateLimitException(
					"The value of key '%s' in shared map '%s' has %d bytes, the limit is %d. Store less, or raise '%s'."
						.formatted(key, map, value.length, this.maxValueSize, MAX_VALUE_SIZE));
		}
	}

	/**
	 * Check the number of entries of a map.
	 * @param map the name of the map
	 * @param key the key that is added
	 * @param size the number of entries with that key
	 * @throws StateLimitException if there would be too many
	 */
	public void checkEntries(String map, String key, int size) {
		if (size > this.maxEntries) {
			throw new StateLimitException(
					"With key '%s', shared map '%s' would have %d entries, the limit is %d. Remove some, or raise '%s'."
						.formatted(key, map, size, this.maxEntries, MAX_ENTRIES));
		}
	}

	/**
	 * Check the number of maps or counters.
	 * @param kind what is added
	 * @param name its name
	 * @param size the number with that one
	 * @throws StateLimitException if there would be too many
	 */
	public void checkNames(String kind, String name, int size) {
		if (size > this.maxEntries) {
			throw new StateLimitException(
					"With '%s', there would be %d shared %ss, the limit is %d. Use fewer names, or raise '%s'."
						.formatted(name, size, kind, this.maxEntries, MAX_ENTRIES));
		}
	}

}
