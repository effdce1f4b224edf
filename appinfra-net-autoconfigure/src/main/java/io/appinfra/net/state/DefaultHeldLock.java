package io.appinfra.net.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link HeldLock} that is held as long as a {@link Lease} lasts.
 */
public final class DefaultHeldLock implements HeldLock {

	private final String name;

	private final long fencingToken;

	private final Lease lease;

	private final Unlock unlock;

	private final List<SharedMap.Registration> actions = new ArrayList<>();

	private boolean closed;

	/**
	 * Create a held lock.
	 * @param name the name of the lock
	 * @param fencingToken the fencing token it is held with
	 * @param lease ends when the lock is lost
	 * @param unlock frees the lock
	 */
	public DefaultHeldLock(String name, long fencingToken, Lease lease, Unlock unlock) {
		this.name = name;
		this.fencingToken = fencingToken;
		this.lease = lease;
		this.unlock = unlock;
	}

	@Override
	public long fencingToken() {
		return this.fencingToken;
	}

	@Override
	public synchronized boolean isHeld() {
		return !this.closed && this.lease.isLive();
	}

	/**
	 * Return how long the lock is held for certain, if nothing else is heard.
	 * @return the time that is left, zero if it is not held
	 */
	public synchronized Duration remaining() {
		return this.closed ? Duration.ZERO : this.lease.remaining();
	}

	@Override
	public synchronized SharedMap.Registration onLost(Runnable action) {
		if (this.closed) {
			return () -> {
			};
		}
		SharedMap.Registration registration = this.lease.onEnd(action);
		this.actions.add(registration);
		return registration;
	}

	@Override
	public void close() {
		if (begin()) {
			this.unlock.unlock(this.name, this.fencingToken);
		}
	}

	private synchronized boolean begin() {
		boolean first = !this.closed;
		this.closed = true;
		this.actions.forEach(SharedMap.Registration::close);
		this.actions.clear();
		return first;
	}

	@Override
	public synchronized String toString() {
		return "shared lock '%s' with fencing token %d%s".formatted(this.name, this.fencingToken,
				this.closed ? ", closed" : "");
	}

	/**
	 * Frees a lock.
	 */
	@FunctionalInterface
	public interface Unlock {

		/**
		 * Free a lock.
		 * @param lock the name of the lock
		 * @param fencingToken the fencing token it is held with
		 */
		void unlock(String lock, long fencingToken);

	}

}
