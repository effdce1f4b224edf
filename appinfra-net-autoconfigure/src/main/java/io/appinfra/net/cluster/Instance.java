package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An instance of the application.
 *
 * @param host the name of its host
 * @param pid the id of its web process
 * @param startedAt when it has started, by the wall clock of its host
 * @param state what it is about
 * @param leaseLeft how long it lives on without renewing its lease, zero if leases do not
 * end or its lease is over
 * @param tickers the names of the tickers of the cluster that it owns, in alphabetical
 * order
 */
public record Instance(String host, long pid, Instant startedAt, State state, Duration leaseLeft,
		List<String> tickers) {

	/**
	 * What an instance is about.
	 */
	public enum State {

		/**
		 * It renews its lease.
		 */
		UP,

		/**
		 * It is about to stop.
		 */
		DRAINING,

		/**
		 * Its lease is over, and it has not said that it stops.
		 */
		LOST

	}

}
