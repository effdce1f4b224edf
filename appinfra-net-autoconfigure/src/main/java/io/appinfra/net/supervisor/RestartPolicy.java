package io.appinfra.net.supervisor;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How soon a worker is started again. Times of centuries are as long as a clock of
 * nanoseconds counts.
 *
 * @param initialDelay the delay before the first restart
 * @param maxDelay the longest delay
 * @param multiplier what the delay is multiplied with from one restart to the next
 * @param jitter how far a delay may be off at random, as a fraction of it
 * @param maxRestarts how many restarts within the window are normal
 * @param window how far back restarts count
 */
public record RestartPolicy(Duration initialDelay, Duration maxDelay, double multiplier, double jitter, int maxRestarts,
		Duration window) {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	/**
	 * Create a policy.
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public RestartPolicy {
		Assert.isTrue(!initialDelay.isNegative(), "restart.initial-delay must not be negative");
		Assert.isTrue(maxDelay.compareTo(initialDelay) >= 0,
				"restart.max-delay must be at least restart.initial-delay");
		Assert.isTrue(multiplier >= 1, "restart.multiplier must be at least 1");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "restart.jitter must be from 0 to 1");
		Assert.isTrue(maxRestarts >= 0, "restart.max-restarts must not be negative");
		Assert.isTrue(!window.isNegative() && !window.isZero(), "restart.window must be positive");
		initialDelay = countable(initialDelay);
		maxDelay = countable(maxDelay);
		window = countable(window);
	}

	private static Duration countable(Duration time) {
		return (time.compareTo(LONGEST) < 0) ? time : LONGEST;
	}

}
