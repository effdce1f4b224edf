package io.appinfra.net.state.view;

import java.time.Duration;
import java.util.Optional;

import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.LockHolder;
import io.appinfra.net.state.SharedLock;
import io.appinfra.net.state.StateArguments;

/**
 * A {@link SharedLock} that this process takes.
 */
final class DefaultSharedLock implements SharedLock {

	private final String name;

	private final LockHolder holder;

	DefaultSharedLock(String name, LockHolder holder) {
		this.name = name;
		this.holder = holder;
	}

	@Override
	public Optional<HeldLock> tryLock(Duration wait) {
		StateArguments.checkWait(wait);
		try {
			return this.holder.lock(this.name, wait);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return "shared lock '" + this.name + "'";
	}

}
