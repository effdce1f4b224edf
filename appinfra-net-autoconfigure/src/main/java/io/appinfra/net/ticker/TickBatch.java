package io.appinfra.net.ticker;

import java.util.List;

import io.appinfra.net.ticker.TickRecord.Outcome;

/**
 * Ticks of one ticker in a worker that have ended since the batch before.
 *
 * @param ticker the name of the ticker
 * @param durations how long they took, for each outcome that there was
 * @param lateness how long after they were due they began, as far as that is known
 * @param skipped how many ticks were left out before them
 */
public record TickBatch(String ticker, List<OfOutcome> durations, DurationSummary lateness, long skipped) {

	/**
	 * Return a single tick that the web process alone knows, since the worker's process
	 * has ended in it.
	 * @param ticker the name of the ticker
	 * @param tick the tick
	 * @return the batch
	 */
	public static TickBatch ofUnfinished(String ticker, TickRecord tick) {
		return new TickBatch(ticker, List.of(new OfOutcome(tick.outcome(), DurationSummary.of(tick.durationNanos()))),
				DurationSummary.NONE, 0);
	}

	/**
	 * The ticks that ended in one way.
	 *
	 * @param outcome how they ended
	 * @param durations how long they took
	 */
	public record OfOutcome(Outcome outcome, DurationSummary durations) {

	}

}
