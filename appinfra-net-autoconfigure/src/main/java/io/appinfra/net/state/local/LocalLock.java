package io.appinfra.net.state.local;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.appinfra.net.state.StateSummary;

/**
 * A lock that is held, and the threads that wait for it in the order of their arrival.
 * Guarded by the mutex of {@link LocalLocks}.
 */
final class LocalLock {

	private final Set<LockWaiter> waiters = new LinkedHashSet<>();

	private String owner;

	private long token;

	LocalLock(String owner, long token) {
		this.owner = owner;
		this.token = token;
	}

	String owner() {
		return this.owner;
	}

	long token() {
		return this.token;
	}

	StateSummary.OfLock summary() {
		return new StateSummary.OfLock(this.owner, this.token, this.waiters.size());
	}

	LockWaiter enqueue(String owner, Condition changed) {
		LockWaiter waiter = new LockWaiter(owner, changed);
		this.waiters.add(waiter);
		return waiter;
	}

	void withdraw(LockWaiter waiter) {
		this.waiters.remove(waiter);
	}

	/**
	 * Give the lock to the one that has waited longest.
	 * @param tokens gives the next fencing token
	 * @return whether there was one
	 */
	boolean passOn(LongSupplier tokens) {
		Iterator<LockWaiter> longest = this.waiters.iterator();
		if (!longest.hasNext()) {
			return false;
		}
		LockWaiter next = longest.next();
		longest.remove();
		this.owner = next.owner();
		this.token = tokens.getAsLong();
		next.grant(this.token);
		return true;
	}

	/**
	 * Turn away the threads that wait on behalf of certain owners.
	 * @param owners matches those owners
	 */
	void refuse(Predicate<String> owners) {
		this.waiters.removeIf((waiter) -> {
			boolean refused = owners.test(waiter.owner());
			if (refused) {
				waiter.refuse();
			}
			return refused;
		});
	}

}
