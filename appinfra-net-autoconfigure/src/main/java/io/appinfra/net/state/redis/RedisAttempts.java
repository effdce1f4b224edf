package io.appinfra.net.state.redis;

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
final class RedisAttempts {

	private final Map<Long, String> owners = new HashMap<>();

	private final Map<Long, Long> byToken = new HashMap<>();

	private long last;

	/**
	 * Begin an attempt.
	 * @param owner on whose behalf
	 * @return its number
	 */
	synchronized long begin(String owner) {
		this.last++;
		this.owners.put(this.last, owner);
		return this.last;
	}

	/**
	 * End an attempt, unless it has taken the lock.
	 * @param number its number
	 * @param token the fencing token, empty if it has not taken the lock
	 */
	synchronized void end(long number, OptionalLong token) {
		if (token.isPresent() && this.owners.containsKey(number)) {
			this.byToken.put(token.getAsLong(), number);
		}
		else {
			this.owners.remove(number);
		}
	}

	synchronized void unlocked(long token) {
		Long number = this.byToken.remove(token);
		if (number != null) {
			this.owners.remove(number);
		}
	}

	synchronized void released(Predicate<String> owner) {
		this.owners.values().removeIf(owner);
		this.byToken.values().retainAll(this.owners.keySet());
	}

	/**
	 * Return the number of the last attempt, and those of all that are not over.
	 * @return the numbers
	 */
	synchronized List<Object> ongoing() {
		List<Object> numbers = new ArrayList<>();
		numbers.add(this.last);
		numbers.addAll(this.owners.keySet());
		return numbers;
	}

}
