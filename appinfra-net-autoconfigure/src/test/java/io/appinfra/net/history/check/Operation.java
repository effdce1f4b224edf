package io.appinfra.net.history.check;

/**
 * An operation of a history.
 *
 * @param client the thread that asked for it, of one life of one process
 * @param key the number of the key, of the counter, of the map or of the lock
 * @param kind what it does
 * @param argument the value to set or to add
 * @param expected the value that is expected, where it expects one
 * @param result its result, 1 for {@code true}; has no meaning if it was not completed
 * @param invoked when it began, in nanoseconds
 * @param returned when it had ended; if it was not completed, when it must have happened,
 * if it has happened at all
 * @param completed whether it is known to have ended; if not, the process was killed in
 * the middle
 */
public record Operation(String client, int key, Kind kind, long argument, long expected, long result, long invoked,
		long returned, boolean completed) {

	/**
	 * Stands for an absent key, and for a lock that was not free in time.
	 */
	public static final long ABSENT = Long.MIN_VALUE;

	/**
	 * Return whether it can happen in a state with the result that it has.
	 * @param state the state
	 * @return whether it can
	 */
	boolean isPossible(long state) {
		return !this.completed || this.kind.result(state, this) == this.result;
	}

	/**
	 * Return the state after it.
	 * @param state the state before
	 * @return the state after
	 */
	long after(long state) {
		return this.kind.after(state, this);
	}

	/**
	 * Return what it is an operation on.
	 * @return the name of the key, counter, map or lock
	 */
	String target() {
		String type = this.kind.isOfCounter() ? "counter"
				: this.kind.isOfLock() ? "lock" : this.kind.isOfMap() ? "map" : "key";
		return type + " " + this.key;
	}

	@Override
	public String toString() {
		return "%d-%s %s: %s %s(%s%s)%s".formatted(this.invoked,
				(this.returned != Long.MAX_VALUE) ? this.returned : "?", this.client, target(), this.kind,
				text(this.argument), (this.expected != 0) ? ", if " + text(this.expected) : "",
				this.completed ? " = " + text(this.result) : " was cut off");
	}

	static String text(long value) {
		return (value != ABSENT) ? Long.toString(value) : "absent";
	}

}
