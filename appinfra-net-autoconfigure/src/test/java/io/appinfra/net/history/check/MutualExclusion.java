package io.appinfra.net.history.check;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a lock was held by one at a time, with fencing tokens that grow, and whether
 * what was done under the lock, on a key that it guards, happened in the order of the
 * holders and not after the next one had the lock.
 */
public final class MutualExclusion {

	private final Set<Long> states = new HashSet<>(Set.of(Operation.ABSENT));

	private MutualExclusion() {
	}

	/**
	 * Check what was done with a lock in hand.
	 * @param holdings what was done, in any order
	 * @throws AssertionError if the lock was held twice, or did not guard
	 */
	public static void check(List<Holding> holdings) {
		List<Holding> sorted = holdings.stream().sorted(Comparator.comparingLong(Holding::begin)).toList();
		for (int i = 1; i < sorted.size(); i++) {
			checkOrder(sorted.get(i - 1), sorted.get(i));
		}
		MutualExclusion guarded = new MutualExclusion();
		sorted.stream().flatMap((holding) -> holding.guarded().stream()).forEach(guarded::follow);
	}

	/**
	 * Check what was done with a lock in hand where a lock can be lost. Only those that
	 * knew until the end that they held it exclude each other, in the order of their
	 * tokens.
	 * @param holdings what was done, in any order
	 * @return how many of them knew
	 * @throws AssertionError if the lock was held twice
	 */
	public static int checkCertain(List<Holding> holdings) {
		List<Holding> certain = holdings.stream()
			.filter(Holding::isCertain)
			.sorted(Comparator.comparingLong(Holding::token))
			.toList();
		for (int i = 1; i < certain.size(); i++) {
			checkOrder(certain.get(i - 1), certain.get(i));
		}
		return certain.size();
	}

	private static void checkOrder(Holding holding, Holding next) {
		if (next.begin() < holding.end()) {
			throw new AssertionError("The lock was held twice: %s\n%s".formatted(holding, next));
		}
		if (next.token() <= holding.token()) {
			throw new AssertionError("The fencing token did not grow: %s\n%s".formatted(holding, next));
		}
	}

	private void follow(Operation operation) {
		Set<Long> before = Set.copyOf(this.states);
		if (operation.completed()) {
			this.states.clear();
		}
		before.stream().filter(operation::isPossible).map(operation::after).forEach(this.states::add);
		if (this.states.isEmpty()) {
			throw new AssertionError("The lock did not guard: %s\nThe state can have been %s".formatted(operation,
					before.stream().map(Operation::text).toList()));
		}
	}

}
