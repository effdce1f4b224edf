package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

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
		return change((change) -> change.become(idle(), null));
	}

	/**
	 * Return this status of a ticker that has stopped.
	 * @return the status
	 */
	public TickerStatus withStopped() {
		return change((change) -> change.become(TickerState.STOPPED, this.error));
	}

	/**
	 * Return this status with one more tick that has ended.
	 * @param record the tick
	 * @return the status
	 */
	public TickerStatus withEnded(TickRecord record) {
		boolean failed = record.outcome() != TickRecord.Outcome.SUCCESS;
		return change((change) -> {
			change.become(idle(), this.error);
			change.ticks++;
			change.failures += failed ? 1 : 0;
			change.failuresInARow = failed ? this.failuresInARow + 1 : 0;
			change.last = record;
		});
	}

	/**
	 * Return this status of a ticker that was paused or resumed. Failures before that do
	 * not count towards the next pause.
	 * @param paused whether it is paused
	 * @return the status
	 */
	public TickerStatus withPaused(boolean paused) {
		return change((change) -> {
			change.paused = paused;
			change.state = switch (this.state) {
				case WAITING, PAUSED -> paused ? TickerState.PAUSED : TickerState.WAITING;
				case RUNNING, STANDBY, STOPPED -> this.state;
			};
			change.failuresInARow = paused ? this.failuresInARow : 0;
			change.nextAt = paused ? null : this.nextAt;
		});
	}

	/**
	 * Return this status with another interval.
	 * @param interval the interval
	 * @return the status
	 */
	public TickerStatus withInterval(@Nullable Duration interval) {
		return change((change) -> change.interval = interval);
	}

	/**
	 * Return this status of a ticker that waits for its next tick.
	 * @param nextAt when that is due
	 * @return the status
	 */
	public TickerStatus withNextAt(Instant nextAt) {
		return change((change) -> {
			change.become(TickerState.WAITING, null);
			change.nextAt = nextAt;
		});
	}

	/**
	 * Return this status with a tick that runs.
	 * @param number the number of the tick
	 * @param skipped how many ticks were left out before it
	 * @return the status
	 */
	public TickerStatus withBegun(long number, long skipped) {
		return change((change) -> {
			change.become(TickerState.RUNNING, null);
			change.number = number;
			change.skipped += skipped;
		});
	}

	/**
	 * Return this status of a ticker that does not run.
	 * @param error why it could not start, {@code null} if it has not started yet
	 * @return the status
	 */
	public TickerStatus withError(@Nullable String error) {
		return change((change) -> change.become(TickerState.STOPPED, error));
	}

	private TickerState idle() {
		return this.paused ? TickerState.PAUSED : TickerState.WAITING;
	}

	private TickerStatus change(Consumer<Change> changes) {
		Change change = new Change(this);
		changes.accept(change);
		return change.status();
	}

	/**
	 * What can change of a status.
	 */
	private static final class Change {

		private final TickerStatus before;

		private @Nullable Duration interval;

		private TickerState state;

		private boolean paused;

		private long number;

		private long ticks;

		private long failures;

		private long failuresInARow;

		private long skipped;

		private @Nullable Instant nextAt;

		private @Nullable TickRecord last;

		private @Nullable String error;

		private Change(TickerStatus before) {
			this.before = before;
			this.interval = before.interval;
			this.state = before.state;
			this.paused = before.paused;
			this.number = before.number;
			this.ticks = before.ticks;
			this.failures = before.failures;
			this.failuresInARow = before.failuresInARow;
			this.skipped = before.skipped;
			this.nextAt = before.nextAt;
			this.last = before.last;
			this.error = before.error;
		}

		private void become(TickerState state, @Nullable String error) {
			this.state = state;
			this.nextAt = null;
			this.error = error;
		}

		private TickerStatus status() {
			return new TickerStatus(this.before.name, this.before.mode, this.interval, this.before.cron,
					this.before.runIn, this.before.worker, this.state, this.paused, this.number, this.ticks,
					this.failures, this.failuresInARow, this.skipped, this.nextAt, this.last, this.error);
		}

	}

}
