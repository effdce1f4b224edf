package io.appinfra.net.cluster;

import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateSession.Renewal;

/**
 * How this instance sees its store. Safe for use by many threads.
 */
public final class StoreStatus {

	private static final double NANOS_PER_MILLI = 1_000_000;

	private static final double MICROS_PER_MILLI = 1_000;

	private final StateSession session;

	private final String kind;

	/**
	 * Create a status.
	 * @param session this instance at the store
	 * @param kind the kind of the store
	 */
	public StoreStatus(StateSession session, String kind) {
		this.session = session;
		this.kind = kind;
	}

	/**
	 * Return the kind of the store.
	 * @return the kind, such as {@code redis}
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * Return whether this instance has a lease.
	 * @return the state
	 */
	public State state() {
		return this.session.lease().isLive() ? State.UP : State.DOWN;
	}

	/**
	 * Return how long the last renewal of the lease took.
	 * @return the time in milliseconds with three decimals, 0 if leases do not end
	 */
	public double latencyMs() {
		Renewal renewal = this.session.lastRenewal();
		return (renewal != null) ? rounded((renewal.received() - renewal.sent()) / NANOS_PER_MILLI) : 0;
	}

	/**
	 * Return how far the clock of the store was ahead of that of this host at the last
	 * renewal.
	 * @return the time in milliseconds with three decimals, negative if it was behind
	 */
	public double clockOffsetMs() {
		Renewal renewal = this.session.lastRenewal();
		if (renewal == null) {
			return 0;
		}
		double middle = (renewal.sent() + renewal.received()) / 2.0 - System.nanoTime();
		return rounded(renewal.micros() / 1000.0 - (System.currentTimeMillis() + middle / NANOS_PER_MILLI));
	}

	/**
	 * The clock of a store has microseconds.
	 */
	private static double rounded(double millis) {
		return Math.round(millis * MICROS_PER_MILLI) / MICROS_PER_MILLI;
	}

	/**
	 * The state of a store.
	 */
	public enum State {

		/**
		 * This instance has a lease.
		 */
		UP,

		/**
		 * This instance has no lease.
		 */
		DOWN

	}

}
