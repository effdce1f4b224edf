package io.appinfra.net.autoconfigure.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the health of tickers.
 */
@ConfigurationProperties("management.health.tickers")
public class TickersHealthProperties {

	/**
	 * Number of failures in a row that make a ticker count as down. 0 for any number
	 * being well.
	 */
	private int failures = 5;

	/**
	 * Number of its intervals by which a tick is overdue, or runs, when it counts as
	 * down. 0 for never.
	 */
	private double overdueFactor = 3;

	/**
	 * Time that a tick is overdue, or runs, at least when it counts as down.
	 */
	private Duration overdueMinimum = Duration.ofSeconds(10);

	public int getFailures() {
		return this.failures;
	}

	public void setFailures(int failures) {
		this.failures = failures;
	}

	public double getOverdueFactor() {
		return this.overdueFactor;
	}

	public void setOverdueFactor(double overdueFactor) {
		this.overdueFactor = overdueFactor;
	}

	public Duration getOverdueMinimum() {
		return this.overdueMinimum;
	}

	public void setOverdueMinimum(Duration overdueMinimum) {
		this.overdueMinimum = overdueMinimum;
	}

}
