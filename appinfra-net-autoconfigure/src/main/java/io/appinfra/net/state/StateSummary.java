package io.appinfra.net.state;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link StateStore} holds, without values.
 *
 * @param maps the maps
 * @param counters the counters and their values
 * @param locks the locks that are held
 */
public record StateSummary(Map<String, OfMap> maps, Map<String, Long> counters, Map<String, OfLock> locks) {

	/**
	 * A map.
	 *
	 * @param size the number of its keys
	 * @param bytes about how much its keys and values take as JSON, in bytes,
	 * {@code null} if that is not known
	 */
	public record OfMap(int size, @Nullable Long bytes) {

	}

	/**
	 * A lock that is held.
	 *
	 * @param owner who holds it
	 * @param fencingToken the fencing token it is held with
	 * @param waiting how many wait for it
	 */
	public record OfLock(String owner, long fencingToken, int waiting) {

	}

}
