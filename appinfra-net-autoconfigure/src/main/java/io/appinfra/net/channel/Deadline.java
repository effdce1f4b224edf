package io.appinfra.net.channel;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a wait for the other end of a connection is over.
 */
final class Deadline {

	/**
	 * Never.
	 */
	static final Deadline NONE = new Deadline(Duration.ZERO);

	private final Duration timeout;

	private final long begin = System.nanoTime();

	private Deadline(Duration timeout) {
		this.timeout = timeout;
	}

	static Deadline in(Duration timeout) {
		return timeout.isZero() ? NONE : new Deadline(timeout);
	}

	/**
	 * Return how long there is still time.
	 * @return the time left in milliseconds, at least 1; 0 for no limit
	 * @throws ProtocolException if there is none left
	 */
	long millisLeft() throws ProtocolException {
		if (this == NONE) {
			return 0;
		}
		long left = this.timeout.toNanos() - (System.nanoTime() - this.begin);
		if (left <= 0) {
			throw new ProtocolException("No frame came within " + this.timeout);
		}
		return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
	}

}
