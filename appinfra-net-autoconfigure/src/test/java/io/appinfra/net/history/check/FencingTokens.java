package io.appinfra.net.history.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the fencing tokens of a lock grow: whoever took it after another had it has a
 * greater one, also where both believed to hold it.
 */
public final class FencingTokens {

	private FencingTokens() {
	}

	/**
	 * Check a history.
	 * @param history the operations, in any order
	 * @return how often the lock was taken
	 * @throws AssertionError if a token is not greater than one from before
	 */
	public static int check(Collection<Operation> history) {
		List<Operation> taken = history.stream()
			.filter((operation) -> operation.kind() == Kind.LOCK && operation.completed())
			.filter((operation) -> operation.result() != Operation.ABSENT)
			.sorted(Comparator.comparingLong(Operation::result))
			.toList();
		long invoked = Long.MIN_VALUE;
		long token = Long.MIN_VALUE;
		for (Operation operation : taken) {
			if (operation.returned() < invoked || operation.result() == token) {
				throw new AssertionError("The fencing token did not grow: " + operation);
			}
			invoked = Math.max(invoked, operation.invoked());
			token = operation.result();
		}
		return taken.size();
	}

}
