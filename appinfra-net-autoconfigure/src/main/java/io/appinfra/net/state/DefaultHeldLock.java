package io.appinfra.net.state;

import java.util.concurrent.atomic.AtomicBoolean;

import io.appinfra.net.ServerShutdownException;

/**
 * A {@link HeldLock} in a {@link StateStore}.
 */
final class DefaultHeldLock implements HeldLock {

	private final String name;

	private final StateStore store;

	private final long fencingToken;

	private final AtomicBoolean closed = new AtomicBoolean();

	DefaultHeldLock(String name, StateStore store, long fencingToken) {
		this.name = name;
		this.store = store;
		this.fencingToken = fencingToken;
	}

	@Override
	public long fencingToken() {
		return this.fencingToken;
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			unlock();
		}
	}

	private void unlock() {
		try {
			this.store.unlock(this.name, this.fencingToken);
		}
		catch (ServerShutdownException ex) {
			// A store that is closed holds no lock
		}
	}

	@Override
	public String toString() {
		return "shared lock '%s' with fencing token %d%s".formatted(this.name, this.fencingToken,
				this.closed.get() ? ", closed" : "");
	}

}
