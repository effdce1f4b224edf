package io.appinfra.net.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.appinfra.net.ticker.DurationSummary;

/**
 * Collects {@link DurationSummary}. Not safe for use by several threads at once.
 */
final class DurationSummaryBuilder {

	/**
	 * Each power of two has this many groups, as a power of two.
	 */
	private static final int PRECISION = 4;

	private final Map<Integer, long[]> groups = new TreeMap<>();

	private long max;

	void add(long nanos) {
		long[] group = this.groups.computeIfAbsent(group(nanos), (index) -> new long[2]);
		group[0]++;
		group[1] += nanos;
		this.max = Math.max(this.max, nanos);
	}

	private static int group(long nanos) {
		int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - 1 - PRECISION);
		return (shift << PRECISION) + (int) (nanos >>> shift);
	}

	DurationSummary build() {
		List<DurationSummary.Group> groups = new ArrayList<>(this.groups.size());
		this.groups.values().forEach((group) -> groups.add(new DurationSummary.Group(group[0], group[1])));
		return new DurationSummary(this.max, groups);
	}

}
