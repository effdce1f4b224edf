package io.appinfra.net.ticker;

/**
 * When the next tick is due. <em>D</em> is when this one was due, <em>E</em> when it
 * ended, <em>I</em> the interval, by a monotonic clock.
 */
public enum TickMode {

	/**
	 * Due at D + I. When E is later than that, due at once, one time, and the schedule
	 * starts anew from there. Does not drift while on time.
	 */
	FLEX,

	/**
	 * Due at D + I. When late, back to back until caught up, at most as many in a row as
	 * {@code max-catch-up} says; the rest are skipped in whole intervals.
	 */
	STRICT,

	/**
	 * Due at E + I. Cannot be late.
	 */
	SPACED,

	/**
	 * Due at E. Has no interval; after a failure it backs off, so that it cannot spin.
	 */
	CONTINUOUS,

	/**
	 * Due at the next match of a cron expression after D and E, by the wall clock. What
	 * matched in between is skipped.
	 */
	CRON

}
