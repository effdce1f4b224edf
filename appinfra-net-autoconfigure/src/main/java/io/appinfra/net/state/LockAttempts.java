package io.appinfra.net.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The attempts of this process to take locks, for as long as they go on or hold what they
 * took. A server that has lost its last changes may still have others, which nobody would
 * end. Safe for use by many threads.
 */
public final class LockAttempts {

	private final Map<Long, String> owners = new HashMap<>();

	private final Map<Held, Long> byLock = new HashMap<>();

	private long last;

	/**
	 * Begin an attempt.
	 * @param owner on whose behalf
	 * @return its number, which no other one gets
	 */
	public synchronized long begin(String owner) {
		this.last++;
		this.owners.put(this.last, owner);
		return this.last;
	}

	/**
	 * End an attempt, unless it has taken the lock.
	 * @param number its number
	 * @param lock the name of the lock
	 * @param token the fencing token, empty if it has not taken the lock
	 */
	public synchronized void end(long number, String lock, OptionalLong token) {
		if (token.isPresent() && this.owners.containsKey(number)) {
			this.byLock.put(new Held(lock, token.getAsLong()), number);
		}
		else {
			this.owners.remove(number);
		}
	}

	/**
	 * End the attempt that has taken a lock.
	 * @param lock the name of the lock
	 * @param token the fencing token
	 */
	public synchronized void unlocked(String lock, long token) {
		Long number = this.byLock.remove(new Held(lock, token));
		if (number != null) {
			this.owners.remove(number);
		}
	}

	/**
	 * End the attempts of owners that were released.
	 * @param owner whether an owner was released
	 */
	public synchronized void released(Predicate<String> owner) {
		this.owners.values().removeIf(owner);
		this.byLock.values().retainAll(this.owners.keySet());
	}

	/**
	 * Return whether an attempt is not over.
	 * @param number its number
	 * @return whether it goes on, or holds what it took
	 */
	public synchronized boolean isOngoing(long number) {
		return this.owners.containsKey(number);
	}

	/**
	 * Return the number of the last attempt, and those of all that are not over.
	 * @return the numbers
	 */
	public synchronized List<Object> ongoing() {
		List<Object> numbers = new ArrayList<>();
		numbers.add(this.last);
		numbers.addAll(this.owners.keySet());
		return numbers;
	}

	private record Held(String lock, long token) {

	}

}
