package io.appinfra.net.state.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.appinfra.net.state.StateSummary;

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

	/**
	 * The owners, each with the one by whose lease it lives, which can be itself.
	 */
	private final Map<String, String> owners = new HashMap<>();

	private final LongSupplier tokens;

	private boolean closed;

	LocalLocks(LongSupplier tokens) {
		this(new ReentrantLock(), tokens);
	}

	LocalLocks(ReentrantLock mutex, LongSupplier tokens) {
		this.mutex = mutex;
		this.tokens = tokens;
	}

	void admit(String owner, String host) {
		locked(() -> {
			if (owner.equals(host) || isHost(host)) {
				this.owners.put(owner, host);
			}
		});
	}

	boolean isAdmitted(String owner) {
		this.mutex.lock();
		try {
			return isHost(owner);
		}
		finally {
			this.mutex.unlock();
		}
	}

	private boolean isHost(String owner) {
		return owner.equals(this.owners.get(owner));
	}

	Set<String> owners() {
		Set<String> hosts = new TreeSet<>();
		locked(() -> this.owners.keySet().stream().filter(this::isHost).forEach(hosts::add));
		return hosts;
	}

	OptionalLong lock(String name, String owner, Duration wait) throws InterruptedException {
		this.mutex.lock();
		try {
			if (this.closed || !this.owners.containsKey(owner)) {
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
		long token = this.tokens.getAsLong();
		this.held.put(name, new LocalLock(owner, token));
		return token;
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
		if (!lock.passOn(this.tokens)) {
			this.held.remove(name);
		}
	}

	void releaseAll(String owner) {
		locked(() -> {
			Set<String> released = released(owner);
			this.owners.keySet().removeAll(released);
			Map.copyOf(this.held).forEach((name, lock) -> releaseOwned(name, lock, released));
		});
	}

	private Set<String> released(String owner) {
		Set<String> released = new TreeSet<>(Set.of(owner));
		this.owners.forEach((member, host) -> {
			if (host.equals(owner)) {
				released.add(member);
			}
		});
		return released;
	}

	private void releaseOwned(String name, LocalLock lock, Set<String> released) {
		lock.refuse(released::contains);
		if (released.contains(lock.owner())) {
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
