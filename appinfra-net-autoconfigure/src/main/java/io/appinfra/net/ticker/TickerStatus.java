package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A ticker at one moment.
 *
 * @param name the name
 * @param mode when the next tick is due
 * @param interval the interval, {@code null} if the mode has none
 * @param runIn where it runs
 * @param worker the name of its worker, {@code null} in-process
 * @param state what it is doing
 * @param number the number of the newest tick, 0 before the first
 * @param ticks how many ticks have ended
 * @param failures how many of them failed
 * @param failuresInARow how many of the newest failed without a success in between
 * @param skipped how many ticks were left out
 * @param nextAt when the next tick is due, {@code null} if none is
 * @param last the tick that ended last, {@code null} before the first
 * @param error why the ticker could not start, {@code null} otherwise
 */
public record TickerStatus(String name, TickMode mode, @Nullable Duration interval, RunIn runIn,
		@Nullable String worker, TickerState state, long number, long ticks, long failures, long failuresInARow,
		long skipped, @Nullable Instant nextAt, @Nullable TickRecord last, @Nullable String error) {

	/**
	 * Return the status of a ticker that has not started.
	 * @param definition the ticker
	 * @return its status
	 */
	public static TickerStatus of(TickerDefinition definition) {
		TickerSettings settings = definition.settings();
		String worker = definition.inWorker() ? settings.worker() : null;
		return new TickerStatus(definition.name(), settings.mode(), settings.interval(), settings.runIn(), worker,
				TickerState.STOPPED, 0, 0, 0, 0, 0, null, null, null);
	}

	/**
	 * Return this status with another state, and no next tick.
	 * @param state the state
	 * @return the status
	 */
	public TickerStatus withState(TickerState state) {
		return new TickerStatus(this.name, this.mode, this.interval, this.runIn, this.worker, state, this.number,
				this.ticks, this.failures, this.failuresInARow, this.skipped, null, this.last, this.error);
	}

	TickerStatus withError(String error) {
		return new TickerStatus(this.name, this.mode, this.interval, this.runIn, this.worker, TickerState.STOPPED,
				this.number, this.ticks, this.failures, this.failuresInARow, this.skipped, null, this.last, error);
	}

	TickerStatus withNextAt(Instant nextAt) {
		return new TickerStatus(this.name, this.mode, this.interval, this.runIn, this.worker, TickerState.WAITING,
				this.number, this.ticks, this.failures, this.failuresInARow, this.skipped, nextAt, this.last, null);
	}

	TickerStatus withBegun(long skipped) {
		return new TickerStatus(this.name, this.mode, this.interval, this.runIn, this.worker, TickerState.RUNNING,
				this.number + 1, this.ticks, this.failures, this.failuresInARow, this.skipped + skipped, null,
				this.last, null);
	}

	/**
	 * Return this status with one more tick that has ended.
	 * @param record the tick
	 * @return the status
	 */
	public TickerStatus withEnded(TickRecord record) {
		boolean failed = record.outcome() != TickRecord.Outcome.SUCCESS;
		return new TickerStatus(this.name, this.mode, this.interval, this.runIn, this.worker, TickerState.WAITING,
				this.number, this.ticks + 1, this.failures + (failed ? 1 : 0), failed ? this.failuresInARow + 1 : 0,
				this.skipped, null, record, this.error);
	}

}
