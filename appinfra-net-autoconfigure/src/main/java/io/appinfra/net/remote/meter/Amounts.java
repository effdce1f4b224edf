package io.appinfra.net.remote.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;

/**
 * Many amounts in short: those that are much alike are one group. Their number, their sum
 * and the greatest are exact.
 *
 * @param max the greatest, 0 if there is none
 * @param groups the groups, from the least to the greatest; the greatest amount is in the
 * last one
 */
public record Amounts(double max, List<Group> groups) {

	/**
	 * No amounts.
	 */
	public static final Amounts NONE = new Amounts(0, List.of());

	/**
	 * Pass on amounts that have the same number, sum and maximum as the original ones,
	 * and differ from them by less than a sixteenth each.
	 * @param consumer is given each of them
	 */
	public void forEach(DoubleConsumer consumer) {
		for (int i = 0; i < this.groups.size(); i++) {
			Group group = this.groups.get(i);
			boolean last = i == this.groups.size() - 1;
			long count = last ? group.count() - 1 : group.count();
			double total = last ? group.total() - this.max : group.total();
			for (long j = 0; j < count; j++) {
				consumer.accept(Math.max(0, total / count));
			}
			if (last) {
				consumer.accept(this.max);
			}
		}
	}

	/**
	 * Amounts that are much alike.
	 *
	 * @param count how many they are
	 * @param total their sum
	 */
	public record Group(long count, double total) {

	}

	/**
	 * Collects amounts. Safe for use by many threads.
	 */
	public static final class Builder {

		/**
		 * What is left of an amount's bits are its exponent and the first four of its
		 * fraction.
		 */
		private static final int ALIKE = 48;

		private final TreeMap<Long, Group> groups = new TreeMap<>();

		private double max;

		/**
		 * Add an amount.
		 * @param amount the amount, not negative
		 */
		public synchronized void add(double amount) {
			this.groups.merge(Double.doubleToLongBits(amount) >>> ALIKE, new Group(1, amount),
					(group, one) -> new Group(group.count() + 1, group.total() + amount));
			this.max = Math.max(this.max, amount);
		}

		/**
		 * Take what has come together since the last time.
		 * @return the amounts
		 */
		public synchronized Amounts take() {
			Amounts amounts = this.groups.isEmpty() ? NONE
					: new Amounts(this.max, new ArrayList<>(this.groups.values()));
			this.groups.clear();
			this.max = 0;
			return amounts;
		}

	}

}
