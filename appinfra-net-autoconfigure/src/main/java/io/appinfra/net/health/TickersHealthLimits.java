package io.appinfra.net.health;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * What makes a ticker count as down.
 *
 * @param failures how many failures in a row, 0 for any number being well
 * @param overdueFactor how many of its intervals a tick is overdue, 0 for any number
 * being well
 * @param overdueMinimum how long a tick is overdue at least, however short its interval
 * is
 */
public record TickersHealthLimits(int failures, double overdueFactor, Duration overdueMinimum) {

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if a value is negative
	 */
	public TickersHealthLimits {
		Assert.isTrue(failures >= 0, "failures must not be negative");
		Assert.isTrue(overdueFactor >= 0, "overdue-factor must not be negative");
		Assert.isTrue(!overdueMinimum.isNegative(), "overdue-minimum must not be negative");
	}

}
