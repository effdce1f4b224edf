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
 * @param cron the cron expression, {@code null} if the mode has none
 * @param runIn where it runs
 * @param worker the name of its worker, {@code null} in-process
 * @param state what it is doing
 * @param paused whether it is paused, which a tick that was triggered does not change
 * @param number the number of the newest tick, 0 before the first
 * @param ticks how many ticks have ended
 * @param failures how many of them failed
 * @param failuresInARow how many of the newest failed without a success in between, since
 * it was resumed
 * @param skipped how many ticks were left out
 * @param nextAt when the next tick is due, {@code null} if none is
 * @param last the tick that ended last, {@code null} before the first
 * @param error why the ticker could not start, {@code null} otherwise
 */
public record TickerStatus(String name, TickMode mode, @Nullable Duration interval, @Nullable String cron, RunIn runIn,
		@Nullable String worker, TickerState state, boolean paused, long number, long ticks, long failures,
		long failuresInARow, long skipped, @Nullable Instant nextAt, @Nullable TickRecord last,
		@Nullable String error) {

	/**
	 * Return the status of a ticker that has not started.
	 * @param definition the ticker
	 * @return its status
	 */
	public static TickerStatus of(TickerDefinition definition) {
		TickerSettings settings = definition.settings();
		String worker = definition.inWorker() ? settings.worker() : null;
		return new TickerStatus(definition.name(), settings.mode(), settings.interval(), settings.cron(),
				settings.runIn(), worker, TickerState.STOPPED, settings.paused(), 0, 0, 0, 0, 0, null, null, null);
	}

	/**
	 * Return this status of a ticker that waits, or is paused.
	 * @return the status
	 */
	public TickerStatus withIdle() {
		return with(idle(), this.number, this.ticks, this.failures, this.failuresInARow, this.skipped, null, this.last,
				null);
	}

	/**
	 * Return this status of a ticker that has stopped.
	 * @return the status
	 */
	public TickerStatus withStopped() {
		return with(TickerState.STOPPED, this.number, this.ticks, this.failures, this.failuresInARow, this.skipped,
				null, this.last, this.error);
	}

	/**
	 * Return this status with one more tick that has ended.
	 * @param record the tick
	 * @return the status
	 */
	public TickerStatus withEnded(TickRecord record) {
		boolean failed = record.outcome() != TickRecord.Outcome.SUCCESS;
		return with(idle(), this.number, this.ticks + 1, this.failures + (failed ? 1 : 0),
				failed ? this.failuresInARow + 1 : 0, this.skipped, null, record, this.error);
	}

	/**
	 * Return this status of a ticker that was paused or resumed. Failures before that do
	 * not count towards the next pause.
	 * @param paused whether it is paused
	 * @return the status
	 */
	public TickerStatus withPaused(boolean paused) {
		TickerState state = switch (this.state) {
			case WAITING, PAUSED -> paused ? TickerState.PAUSED : TickerState.WAITING;
			case RUNNING, STANDBY, STOPPED -> this.state;
		};
		return new TickerStatus(this.name, this.mode, this.interval, this.cron, this.runIn, this.worker, state, paused,
				this.number, this.ticks, this.failures, paused ? this.failuresInARow : 0, this.skipped,
				paused ? null : this.nextAt, this.last, this.error);
	}

	/**
	 * Return this status with another interval.
	 * @param interval the interval
	 * @return the status
	 */
	public TickerStatus withInterval(@Nullable Duration interval) {
		return new TickerStatus(this.name, this.mode, interval, this.cron, this.runIn, this.worker, this.state,
				this.paused, this.number, this.ticks, this.failures, this.failuresInARow, this.skipped, this.nextAt,
				this.last, this.error);
	}

	TickerStatus withNextAt(Instant nextAt) {
		return with(TickerState.WAITING, this.number, this.ticks, this.failures, this.failuresInARow, this.skipped,
				nextAt, this.last, null);
	}

	TickerStatus withBegun(long skipped) {
		return with(TickerState.RUNNING, this.number + 1, this.ticks, this.failures, this.failuresInARow,
				this.skipped + skipped, null, this.last, null);
	}

	TickerStatus withError(@Nullable String error) {
		return with(TickerState.STOPPED, this.number, this.ticks, this.failures, this.failuresInARow, this.skipped,
				null, this.last, error);
	}

	private TickerState idle() {
		return this.paused ? TickerState.PAUSED : TickerState.WAITING;
	}

	private TickerStatus with(TickerState state, long number, long ticks, long failures, long failuresInARow,
			long skipped, @Nullable Instant nextAt, @Nullable TickRecord last, @Nullable String error) {
		return new TickerStatus(this.name, this.mode, this.interval, this.cron, this.runIn, this.worker, state,
				this.paused, number, ticks, failures, failuresInARow, skipped, nextAt, last, error);
	}

}
