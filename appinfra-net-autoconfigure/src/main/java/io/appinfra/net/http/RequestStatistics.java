package io.appinfra.net.http;

import java.util.Map;

/**
 * Statistics of the requests that were answered, by the pattern of their path. Safe for
 * use by many threads.
 */
@FunctionalInterface
public interface RequestStatistics {

	/**
	 * Return the statistics of all requests that have ended.
	 * @return the statistics, by pattern
	 */
	Map<String, Requests> requests();

	/**
	 * Requests that have ended.
	 *
	 * @param count how many
	 * @param clientErrors how many of them were answered with a status from 400 to 499
	 * @param serverErrors how many of them were answered with a status from 500 on
	 * @param totalMs how long they took together, in milliseconds
	 * @param maxMs how long the slowest of the last minutes took, in milliseconds, 0 if
	 * there was none
	 */
	record Requests(long count, long clientErrors, long serverErrors, double totalMs, double maxMs) {

		/**
		 * No requests.
		 */
		public static final Requests NONE = new Requests(0, 0, 0, 0, 0);

		/**
		 * Return these requests and others.
		 * @param other the others
		 * @return both
		 */
		public Requests and(Requests other) {
			return new Requests(this.count + other.count, this.clientErrors + other.clientErrors,
					this.serverErrors + other.serverErrors, this.totalMs + other.totalMs,
					Math.max(this.maxMs, other.maxMs));
		}

	}

}
