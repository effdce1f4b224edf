package io.appinfra.net.state.redis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.appinfra.net.state.StateSummary;

/**
 * Reads a summary from lists of names and what follows each.
 */
final class RedisSummary {

	private RedisSummary() {
	}

	static StateSummary of(List<?> maps, List<?> counters, List<?> locks) {
		Map<String, StateSummary.OfMap> ofMaps = new TreeMap<>();
		for (int i = 0; i < maps.size(); i += 2) {
			ofMaps.put(text(maps.get(i)), new StateSummary.OfMap(((Long) maps.get(i + 1)).intValue(), null));
		}
		Map<String, Long> counts = new TreeMap<>();
		for (int i = 0; i < counters.size(); i += 2) {
			counts.put(text(counters.get(i)), RedisBytes.number((byte[]) counters.get(i + 1)));
		}
		Map<String, StateSummary.OfLock> ofLocks = new TreeMap<>();
		for (int i = 0; i < locks.size(); i += 4) {
			ofLocks.put(text(locks.get(i)), new StateSummary.OfLock(text(locks.get(i + 1)),
					RedisBytes.number((byte[]) locks.get(i + 2)), ((Long) locks.get(i + 3)).intValue()));
		}
		return new StateSummary(ofMaps, counts, ofLocks);
	}

	private static String text(Object bytes) {
		return RedisBytes.text((byte[]) bytes);
	}

}
