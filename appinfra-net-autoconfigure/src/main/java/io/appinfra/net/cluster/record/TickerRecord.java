package io.appinfra.net.cluster.record;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickRecord;

/**
 * What all instances know of a ticker of the cluster: one immutable value in the store,
 * which is replaced by compare-and-set alone. Times are those of the engine, in
 * microseconds since the epoch.
 *
 * @param owner the instance that ticks, {@code null} if none does
 * @param number the number of the newest tick that has begun, 0 before the first
 * @param due when the newest tick of the schedule was due, or the first one is, 0 if the
 * schedule is to start as at first; of a cron expression the time that it matches
 * @param begunAt when that tick has begun, 0 if it has not
 * @param endedAt when that tick has ended, 0 if it has not; when it began if it was lost
 * @param running when the tick that runs has begun, 0 if none runs
 * @param paused whether the ticker is paused
 * @param interval the interval that was set at runtime, {@code null} for the configured
 * @param configured the interval that was configured when another one was set,
 * {@code null} if none was set
 * @param triggers how many triggers wait for their turn
 * @param tally how many ticks there were
 * @param last the tick that ended last, {@code null} before the first
 * @param change the newest change at runtime, {@code null} if there was none
 */
public record TickerRecord(@Nullable String owner, long number, long due, long begunAt, long endedAt, long running,
		boolean paused, @Nullable Duration interval, @Nullable Duration configured, int triggers, Tally tally,
		@Nullable TickRecord last, @Nullable Change change) {

	/**
	 * The record of a ticker that nobody has ever owned.
	 */
	public static final TickerRecord NEW = new TickerRecord(null, 0, 0, 0, 0, 0, false, null, null, 0,
			new Tally(0, 0, 0, 0), null, null);

	/**
	 * Return whether a tick runs, or has been lost without anybody having noticed.
	 * @return whether a tick has begun and not ended
	 */
	public boolean begun() {
		return this.running > 0;
	}

	/**
	 * Return the record after an instance has taken the ticker. A tick that the owner
	 * before had begun is lost: it is not repeated.
	 * @param instance the instance
	 * @param now the time
	 * @return the record
	 */
	public TickerRecord takenBy(String instance, long now) {
		return lost(now).withOwner(instance);
	}

	/**
	 * Return the record after the owner has ended ticking normally.
	 * @param heir the instance that is to go on, {@code null} for any
	 * @param now the time
	 * @return the record
	 */
	public TickerRecord handedTo(@Nullable String heir, long now) {
		return lost(now).withOwner(heir);
	}

	private TickerRecord withOwner(@Nullable String owner) {
		return new TickerRecord(owner, this.number, this.due, this.begunAt, this.endedAt, this.running, this.paused,
				this.interval, this.configured, this.triggers, this.tally, this.last, this.change);
	}

	/**
	 * Return the record with another time at which the first tick is due.
	 * @param due the time
	 * @return the record
	 */
	public TickerRecord scheduled(long due) {
		return new TickerRecord(this.owner, this.number, due, 0, 0, this.running, this.paused, this.interval,
				this.configured, this.triggers, this.tally, this.last, this.change);
	}

	/**
	 * Return the record with the next tick of the schedule begun.
	 * @param due when it was due
	 * @param skipped how many ticks were left out before it
	 * @param now the time
	 * @return the record
	 */
	public TickerRecord begin(long due, long skipped, long now) {
		return new TickerRecord(this.owner, this.number + 1, due, now, 0, now, this.paused, this.interval,
				this.configured, this.triggers, this.tally.skip(skipped), this.last, this.change);
	}

	/**
	 * Return the record with a tick begun that was asked for. The schedule does not move
	 * for it.
	 * @param now the time
	 * @return the record
	 */
	public TickerRecord beginTriggered(long now) {
		return new TickerRecord(this.owner, this.number + 1, this.due, this.begunAt, this.endedAt, now, this.paused,
				this.interval, this.configured, 0, this.tally, this.last, this.change);
	}

	/**
	 * Return the record with the tick that runs ended.
	 * @param tick the tick
	 * @param spaced whether the next one keeps its distance from it, even if it was asked
	 * for
	 * @param now the time
	 * @return the record
	 */
	public TickerRecord end(TickRecord tick, boolean spaced, long now) {
		boolean ofSchedule = this.running == this.begunAt;
		long ended = ofSchedule || (spaced && this.begunAt > 0) ? now : this.endedAt;
		return new TickerRecord(this.owner, this.number, this.due, this.begunAt, ended, 0, this.paused, this.interval,
				this.configured, this.triggers, this.tally.ended(tick.outcome() == TickRecord.Outcome.SUCCESS), tick,
				this.change);
	}

	/**
	 * Return the record with the tick that runs, if one does, given up for lost.
	 * @param now the time
	 * @return the record
	 */
	public TickerRecord lost(long now) {
		if (!begun()) {
			return this;
		}
		Instant begun = instant(this.running);
		TickRecord tick = new TickRecord(this.number, begun, begun, Math.max(0, now - this.running) / 1000.0, 0,
				TickRecord.Outcome.LOST, "Its instance has gone, or lost the ticker, during the tick");
		return new TickerRecord(this.owner, this.number, this.due, this.begunAt,
				(this.endedAt == 0) ? this.begunAt : this.endedAt, 0, this.paused, this.interval, this.configured,
				this.triggers, this.tally.ended(false), tick, this.change);
	}

	/**
	 * Return the record after a pause or the end of one, after which the schedule starts
	 * as at first.
	 * @param paused whether the ticker is paused from now on
	 * @param change who does it
	 * @return the record
	 */
	public TickerRecord paused(boolean paused, Change change) {
		if (this.paused == paused) {
			return this;
		}
		return new TickerRecord(this.owner, this.number, paused ? this.due : 0, paused ? this.begunAt : 0,
				paused ? this.endedAt : 0, this.running, paused, this.interval, this.configured, this.triggers,
				paused ? this.tally : this.tally.resumed(), this.last, change);
	}

	/**
	 * Return the record with another interval.
	 * @param interval the interval
	 * @param configured the interval that is configured
	 * @param change who does it
	 * @return the record
	 */
	public TickerRecord withInterval(Duration interval, Duration configured, Change change) {
		return new TickerRecord(this.owner, this.number, this.due, this.begunAt, this.endedAt, this.running,
				this.paused, interval, configured, this.triggers, this.tally, this.last, change);
	}

	/**
	 * Return the interval that counts: what was set at runtime, until something else is
	 * configured than it was set in place of.
	 * @param configured the interval that is configured, {@code null} if the mode has
	 * none
	 * @return the interval, {@code null} if the mode has none
	 */
	public @Nullable Duration interval(@Nullable Duration configured) {
		return (this.interval != null && configured != null && configured.equals(this.configured)) ? this.interval
				: configured;
	}

	/**
	 * Return the record with one more trigger.
	 * @param change who asks for it
	 * @return the record
	 */
	public TickerRecord triggered(Change change) {
		return new TickerRecord(this.owner, this.number, this.due, this.begunAt, this.endedAt, this.running,
				this.paused, this.interval, this.configured, this.triggers + 1, this.tally, this.last, change);
	}

	public static long micros(Instant instant) {
		return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
	}

	public static Instant instant(long micros) {
		return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
	}

	/**
	 * How many ticks there were.
	 *
	 * @param ticks how many have ended
	 * @param failures how many of them failed
	 * @param failuresInARow how many of the newest failed
	 * @param skipped how many were left out
	 */
	public record Tally(long ticks, long failures, long failuresInARow, long skipped) {

		private Tally ended(boolean success) {
			return new Tally(this.ticks + 1, this.failures + (success ? 0 : 1), success ? 0 : this.failuresInARow + 1,
					this.skipped);
		}

		private Tally skip(long count) {
			return new Tally(this.ticks, this.failures, this.failuresInARow, this.skipped + count);
		}

		private Tally resumed() {
			return new Tally(this.ticks, this.failures, 0, this.skipped);
		}

	}

	/**
	 * A change at runtime.
	 *
	 * @param action what was done: {@code pause}, {@code resume}, {@code trigger} or
	 * {@code interval}
	 * @param by who did it
	 * @param at when, by the wall clock of the instance that wrote it
	 */
	public record Change(String action, String by, Instant at) {

	}

	/**
	 * A record with its version in the store.
	 *
	 * @param record the record
	 * @param version the version, {@link io.appinfra.net.state.StoredValue#ABSENT} if
	 * there is none
	 */
	public record Versioned(TickerRecord record, long version) {

	}

}
