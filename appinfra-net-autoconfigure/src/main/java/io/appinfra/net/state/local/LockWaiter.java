package io.appinfra.net.state.local;

import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;

/**
 * A thread that waits for a {@link LocalLock}. Guarded by the mutex of
 * {@link LocalLocks}.
 */
final class LockWaiter {

	private final String owner;

	private final Condition changed;

	private OptionalLong granted = OptionalLong.empty();

	private boolean answered;

	LockWaiter(String owner, Condition changed) {
		this.owner = owner;
		this.changed = changed;
	}

	String owner() {
		return this.owner;
	}

	OptionalLong granted() {
		return this.granted;
	}

	OptionalLong await(long nanos) throws InterruptedException {
		long left = nanos;
		while (!this.answered && left > 0) {
			left = this.changed.awaitNanos(left);
		}
		return this.granted;
	}

	void grant(long token) {
		this.granted = OptionalLong.of(token);
		answer();
	}

	void refuse() {
		answer();
	}

	private void answer() {
		this.answered = true;
		this.changed.signal();
	}

}
