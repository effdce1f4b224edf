package io.appinfra.net.history.check;

import java.util.ArrayList;
import java.util.List;

/**
 * What was done with a lock in hand.
 *
 * @param token the fencing token
 * @param operations the operations from the one that took the lock to the one that freed
 * it, or to the end of the process
 */
public record Holding(long token, List<Operation> operations) {

	/**
	 * Find what was done with a lock in hand.
	 * @param life the operations of one thread, in their order
	 * @return one for each time that the thread had the lock
	 */
	public static List<Holding> find(List<Operation> life) {
		List<Holding> holdings = new ArrayList<>();
		boolean held = false;
		for (Operation operation : life) {
			if (operation.kind() == Kind.LOCK) {
				held = operation.completed() && operation.result() != Operation.ABSENT;
				if (held) {
					holdings.add(new Holding(operation.result(), new ArrayList<>()));
				}
			}
			if (held) {
				holdings.get(holdings.size() - 1).operations().add(operation);
			}
			held = held && operation.kind() != Kind.UNLOCK;
		}
		return holdings;
	}

	/**
	 * Return when the lock was in hand already.
	 * @return the time
	 */
	long begin() {
		return this.operations.get(0).returned();
	}

	/**
	 * Return when the lock was still in hand.
	 * @return the time
	 */
	long end() {
		Operation last = this.operations.get(this.operations.size() - 1);
		return Math.max(begin(), last.invoked());
	}

	/**
	 * Return the operations under the lock.
	 * @return the operations
	 */
	List<Operation> guarded() {
		return this.operations.stream().filter((operation) -> !operation.kind().isOfLock()).toList();
	}

	/**
	 * Return whether the lock was in hand until it was freed, and was not lost before.
	 * @return whether it is certain
	 */
	boolean isCertain() {
		Operation last = this.operations.get(this.operations.size() - 1);
		return last.kind() == Kind.UNLOCK && last.completed() && last.result() == 1;
	}

}
