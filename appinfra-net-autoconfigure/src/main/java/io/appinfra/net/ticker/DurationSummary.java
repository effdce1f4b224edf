package io.appinfra.net.ticker;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * A summary of many durations: similar ones are one group. Their number, their sum and
 * the longest are exact.
 *
 * @param max the longest, in nanoseconds, 0 if there is none
 * @param groups the groups, from the shortest to the longest; the longest duration is in
 * the last one
 */
public record DurationSummary(long max, List<Group> groups) {

	/**
	 * No durations.
	 */
	public static final DurationSummary NONE = new DurationSummary(0, List.of());

	/**
	 * Return one duration.
	 * @param nanos the duration in nanoseconds
	 * @return the duration
	 */
	static DurationSummary of(long nanos) {
		return new DurationSummary(nanos, List.of(new Group(1, nanos)));
	}

	/**
	 * Pass on durations that have the same number, sum and maximum as the original ones,
	 * and differ from them by less than a sixteenth each.
	 * @param consumer is given each of them, in nanoseconds
	 */
	public void forEach(LongConsumer consumer) {
		for (int i = 0; i < this.groups.size(); i++) {
			Group group = this.groups.get(i);
			boolean last = i == this.groups.size() - 1;
			if (last) {
				consumer.accept(this.max);
			}
			(last ? group.without(this.max) : group).forEach(consumer);
		}
	}

	/**
	 * Similar durations.
	 *
	 * @param count how many they are
	 * @param total their sum, in nanoseconds
	 */
	public record Group(long count, long total) {

		private Group without(long nanos) {
			return new Group(this.count - 1, this.total - nanos);
		}

		private void forEach(LongConsumer consumer) {
			for (long i = 0; i < this.count; i++) {
				consumer.accept(this.total / this.count + ((i < this.total % this.count) ? 1 : 0));
			}
		}

	}

}
