package io.appinfra.net.cluster.coordinator;

import java.time.Duration;

/**
 * When to look who lives: a fourth of the lease after the last look, at once when
 * something has changed, and when the lease of one that has stopped renewing is over. Not
 * safe for use by several threads at once.
 */
public final class LookTimer {

	/**
	 * How long after its end a lease is looked at.
	 */
	private static final Duration GRACE = Duration.ofMillis(5);

	private final Duration lease;

	private long at;

	/**
	 * Create a timer that is due.
	 * @param lease the lease
	 * @param now the present time of a monotonic clock in nanoseconds
	 */
	public LookTimer(Duration lease, long now) {
		this.lease = lease;
		this.at = now;
	}

	/**
	 * Something has changed.
	 * @param now the present time
	 */
	public void lookSoon(long now) {
		this.at = now;
	}

	/**
	 * Return whether to look now. A look that fails is repeated after a fourth of the
	 * lease.
	 * @param now the present time
	 * @return whether a look is due, once for each
	 */
	public boolean isDue(long now) {
		boolean due = now - this.at >= 0;
		if (due) {
			this.at = now + renewal().toNanos();
		}
		return due;
	}

	/**
	 * It was looked who lives. One that lives has renewed its lease a fourth of it ago at
	 * most.
	 * @param now the present time
	 * @param least the least that is left of any lease
	 */
	public void looked(long now, Duration least) {
		boolean late = least.compareTo(this.lease.multipliedBy(7).dividedBy(10)) < 0;
		Duration wait = late ? least.plus(GRACE) : renewal();
		this.at = now + Math.min(wait.toNanos(), renewal().toNanos());
	}

	private Duration renewal() {
		return this.lease.dividedBy(4);
	}

}
