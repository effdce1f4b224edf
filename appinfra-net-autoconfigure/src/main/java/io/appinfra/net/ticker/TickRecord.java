package io.appinfra.net.ticker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A tick that has ended.
 *
 * @param number the number of the tick
 * @param scheduledAt when it was due
 * @param startedAt when it began
 * @param durationMs how long it took, in milliseconds
 * @param latenessMs how long after it was due it began, in milliseconds
 * @param outcome how it ended
 * @param error the failure in one line, {@code null} after a success
 */
public record TickRecord(long number, Instant scheduledAt, Instant startedAt, double durationMs, double latenessMs,
		Outcome outcome, @Nullable String error) {

	private static final double NANOS_PER_MILLI = 1_000_000;

	/**
	 * Return how long the tick took.
	 * @return the duration in nanoseconds
	 */
	public long durationNanos() {
		return Math.round(this.durationMs * NANOS_PER_MILLI);
	}

	/**
	 * Return how long after it was due the tick began.
	 * @return the lateness in nanoseconds
	 */
	public long latenessNanos() {
		return Math.round(this.latenessMs * NANOS_PER_MILLI);
	}

	/**
	 * How a tick ended.
	 */
	public enum Outcome {

		/**
		 * It returned.
		 */
		SUCCESS,

		/**
		 * It threw.
		 */
		FAILURE,

		/**
		 * It ran longer than its timeout, and was interrupted, or killed with its worker.
		 */
		TIMEOUT,

		/**
		 * Its worker died meanwhile, or another instance may have gone on with its
		 * ticker.
		 */
		LOST

	}

}
