package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleSupplier;

/**
 * Counts the restarts of a worker and says how long to wait before the next. Not safe for
 * use by several threads at once.
 */
final class Restarts {

	private final Deque<Long> recent = new ArrayDeque<>();

	private final RestartPolicy policy;

	private final DoubleSupplier random;

	private long total;

	Restarts(RestartPolicy policy, DoubleSupplier random) {
		this.policy = policy;
		this.random = random;
	}

	long total() {
		return this.total;
	}

	/**
	 * Count a restart.
	 * @param now the present time in nanoseconds
	 * @return when it is due
	 */
	Decision next(long now) {
		this.total++;
		this.recent.removeIf((restart) -> now - restart > this.policy.window().toNanos());
		this.recent.addLast(now);
		boolean tooMany = this.recent.size() > this.policy.maxRestarts();
		return new Decision(tooMany, tooMany ? withJitter(this.policy.maxDelay().toNanos()) : withJitter(backoff()));
	}

	/**
	 * Count a restart that somebody asked for. It says nothing of the worker's health.
	 */
	void requested() {
		this.total++;
	}

	private double backoff() {
		double delay = this.policy.initialDelay().toNanos()
				* Math.pow(this.policy.multiplier(), this.recent.size() - 1);
		return Math.min(delay, this.policy.maxDelay().toNanos());
	}

	private Duration withJitter(double nanos) {
		double factor = 1 + this.policy.jitter() * (2 * this.random.getAsDouble() - 1);
		return Duration.ofNanos((long) (nanos * factor));
	}

	/**
	 * What to do about a process that has ended.
	 *
	 * @param tooMany whether there were more restarts than are in order
	 * @param delay how long to wait before the next
	 */
	record Decision(boolean tooMany, Duration delay) {

	}

}
