package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The restarts of a worker so far, and how long to wait before the next.
 *
 * @param policy how soon a worker is started again
 * @param recent when those were that count towards the maximum, in nanoseconds
 * @param total how many there were, those on request included
 */
record Restarts(RestartPolicy policy, List<Long> recent, long total) {

	static Restarts none(RestartPolicy policy) {
		return new Restarts(policy, List.of(), 0);
	}

	/**
	 * Count a restart that somebody asked for. It says nothing of the worker's health.
	 * @return these restarts with that one
	 */
	Restarts requested() {
		return new Restarts(this.policy, this.recent, this.total + 1);
	}

	/**
	 * Count a restart.
	 * @param now the present time in nanoseconds
	 * @param random a number from 0 to 1
	 * @return when it is due
	 */
	Decision next(long now, double random) {
		Restarts restarts = with(now);
		boolean tooMany = restarts.recent.size() > this.policy.maxRestarts();
		double delay = tooMany ? this.policy.maxDelay().toNanos() : restarts.backoff();
		return new Decision(restarts, tooMany, withJitter(delay, random));
	}

	/**
	 * Count a restart after a failure that the next process will have as well.
	 * @param now the present time in nanoseconds
	 * @param random a number from 0 to 1
	 * @return when it is due
	 */
	Decision seldom(long now, double random) {
		return new Decision(with(now), true, withJitter(this.policy.maxDelay().toNanos(), random));
	}

	private Restarts with(long now) {
		Stream<Long> inWindow = this.recent.stream()
			.filter((restart) -> now - restart <= this.policy.window().toNanos());
		return new Restarts(this.policy, Stream.concat(inWindow, Stream.of(now)).toList(), this.total + 1);
	}

	private double backoff() {
		double delay = this.policy.initialDelay().toNanos()
				* Math.pow(this.policy.multiplier(), this.recent.size() - 1);
		return Math.min(delay, this.policy.maxDelay().toNanos());
	}

	private Duration withJitter(double nanos, double random) {
		return Duration.ofNanos((long) (nanos * (1 + this.policy.jitter() * (2 * random - 1))));
	}

	/**
	 * What to do about a process that has ended.
	 *
	 * @param restarts the restarts with this one
	 * @param tooMany whether there were more restarts than are normal, or more would not
	 * help
	 * @param delay how long to wait before the next
	 */
	record Decision(Restarts restarts, boolean tooMany, Duration delay) {

	}

}
