package io.appinfra.net.state;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The locks of a {@link LocalStateStore}. One mutex guards them all: it is held for a
 * moment only, and with it a grant cannot miss a waiter that gives up at the same time.
 * <p>
 * Only locks that are held take memory, and only owners that live are remembered. The
 * fencing tokens of all locks come from one sequence, so that a lock that was forgotten
 * while it was free goes on with a greater one.
 */
final class LocalLocks {

	private final ReentrantLock mutex;

	private final Map<String, LocalLock> held = new HashMap<>();

	private final Set<String> owners = new HashSet<>();

	private long lastToken;

	private boolean closed;

	LocalLocks() {
		this(new ReentrantLock());
	}

	LocalLocks(ReentrantLock mutex) {
		this.mutex = mutex;
	}

	void admit(String owner) {
		locked(() -> this.owners.add(owner));
	}

	OptionalLong lock(String name, String owner, Duration wait) throws InterruptedException {
		this.mutex.lock();
		try {
			if (this.closed || !this.owners.contains(owner)) {
				return OptionalLong.empty();
			}
			LocalLock lock = this.held.get(name);
			return (lock != null) ? await(name, lock, owner, wait) : OptionalLong.of(take(name, owner));
		}
		finally {
			this.mutex.unlock();
		}
	}

	private long take(String name, String owner) {
		this.held.put(name, new LocalLock(owner, ++this.lastToken));
		return this.lastToken;
	}

	private OptionalLong await(String name, LocalLock lock, String owner, Duration wait) throws InterruptedException {
		if (wait.isZero()) {
			return OptionalLong.empty();
		}
		LockWaiter waiter = lock.enqueue(owner, this.mutex.newCondition());
		try {
			return waiter.await(TimeUnit.NANOSECONDS.convert(wait));
		}
		catch (InterruptedException ex) {
			waiter.granted().ifPresent((token) -> release(name, token));
			throw ex;
		}
		finally {
			lock.withdraw(waiter);
		}
	}

	void unlock(String name, long token) {
		locked(() -> release(name, token));
	}

	private void release(String name, long token) {
		LocalLock lock = this.held.get(name);
		if (lock != null && lock.token() == token) {
			passOn(name, lock);
		}
	}

	private void passOn(String name, LocalLock lock) {
		if (lock.passOn(this.lastToken + 1)) {
			this.lastToken++;
		}
		else {
			this.held.remove(name);
		}
	}

	void releaseAll(String owner) {
		locked(() -> {
			this.owners.remove(owner);
			Map.copyOf(this.held).forEach((name, lock) -> releaseOwned(name, lock, owner));
		});
	}

	private void releaseOwned(String name, LocalLock lock, String owner) {
		lock.refuse((waiting) -> waiting.equals(owner));
		if (lock.owner().equals(owner)) {
			passOn(name, lock);
		}
	}

	Map<String, StateSummary.OfLock> summary() {
		Map<String, StateSummary.OfLock> summary = new TreeMap<>();
		locked(() -> this.held.forEach((name, lock) -> summary.put(name, lock.summary())));
		return summary;
	}

	void close() {
		locked(() -> {
			this.closed = true;
			this.held.values().forEach((lock) -> lock.refuse((waiting) -> true));
			this.held.clear();
		});
	}

	private void locked(Runnable operation) {
		this.mutex.lock();
		try {
			operation.run();
		}
		finally {
			this.mutex.unlock();
		}
	}

}
