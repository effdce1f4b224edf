package io.appinfra.net.cluster;

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
 * @param due when the next tick is due, 0 if the schedule is to start as at first; of a
 * cron expression the time that it matches
 * @param spent whether the tick that was due then has begun
 * @param begunAt when the tick that runs has begun, 0 if none runs
 * @param paused whether the ticker is paused
 * @param interval the interval that was set at runtime, {@code null} for the configured
 * @param configured the interval that was configured when another one was set,
 * {@code null} if none was set
 * @param triggers how many triggers wait for their turn
 * @param tally how many ticks there were
 * @param last the tick that ended last, {@code null} before the first
 * @param change the newest change at runtime, {@code null} if there was none
 */
record TickerRecord(@Nullable String owner, long number, long due, boolean spent, long begunAt, boolean paused,
		@Nullable Duration interval, @Nullable Duration configured, int triggers, Tally tally,
		@Nullable TickRecord last, @Nullable Change change) {

	/**
	 * The record of a ticker that nobody has ever owned.
	 */
	static final TickerRecord NEW = new TickerRecord(null, 0, 0, false, 0, false, null, null, 0, new Tally(0, 0, 0, 0),
			null, null);

	/**
	 * Return whether a tick runs, or has been lost without anybody having noticed.
	 * @return whether a tick has begun and not ended
	 */
	boolean begun() {
		return this.begunAt > 0;
	}

	/**
	 * Return the record after an instance has taken the ticker. A tick that the owner
	 * before had begun is lost: it is not repeated.
	 * @param instance the instance
	 * @param now the time
	 * @return the record
	 */
	TickerRecord takenBy(String instance, long now) {
		return lost(now).withOwner(instance);
	}

	/**
	 * Return the record after the owner has ended ticking in an orderly way.
	 * @param heir the instance that is to go on, {@code null} for any
	 * @param now the time
	 * @return the record
	 */
	TickerRecord handedTo(@Nullable String heir, long now) {
		return lost(now).withOwner(heir);
	}

	private TickerRecord withOwner(@Nullable String owner) {
		return new TickerRecord(owner, this.number, this.due, this.spent, this.begunAt, this.paused, this.interval,
				this.configured, this.triggers, this.tally, this.last, this.change);
	}

	/**
	 * Return the record with the next tick begun.
	 * @param due when it was due
	 * @param triggered whether it was asked for, so that the next due time stays
	 * @param skipped how many ticks were left out before it
	 * @param now the time
	 * @return the record
	 */
	TickerRecord begin(long due, boolean triggered, long skipped, long now) {
		long stays = triggered ? this.due : due;
		boolean spent = triggered ? this.spent : true;
		return new TickerRecord(this.owner, this.number + 1, stays, spent, now, this.paused, this.interval,
				this.configured, triggered ? 0 : this.triggers, this.tally.skip(skipped), this.last, this.change);
	}

	/**
	 * Return the record with the tick that runs ended.
	 * @param tick the tick
	 * @param due when the next one is due
	 * @return the record
	 */
	TickerRecord end(TickRecord tick, long due) {
		return new TickerRecord(this.owner, this.number, due, false, 0, this.paused, this.interval, this.configured,
				this.triggers, this.tally.ended(tick.outcome() == TickRecord.Outcome.SUCCESS), tick, this.change);
	}

	/**
	 * Return the record with the tick that runs, if one does, given up for lost.
	 * @param now the time
	 * @return the record
	 */
	TickerRecord lost(long now) {
		if (!begun()) {
			return this;
		}
		Instant begun = instant(this.begunAt);
		TickRecord tick = new TickRecord(this.number, begun, begun, Math.max(0, now - this.begunAt) / 1000.0, 0,
				TickRecord.Outcome.LOST, "Its instance has gone, or lost the ticker, during the tick");
		return new TickerRecord(this.owner, this.number, this.due, this.spent, 0, this.paused, this.interval,
				this.configured, this.triggers, this.tally.ended(false), tick, this.change);
	}

	/**
	 * Return the record after a pause or the end of one, after which the schedule starts
	 * as at first.
	 * @param paused whether the ticker is paused from now on
	 * @param change who does it
	 * @return the record
	 */
	TickerRecord paused(boolean paused, Change change) {
		if (this.paused == paused) {
			return this;
		}
		return new TickerRecord(this.owner, this.number, paused ? this.due : 0, this.spent && paused, this.begunAt,
				paused, this.interval, this.configured, this.triggers, paused ? this.tally : this.tally.resumed(),
				this.last, change);
	}

	/**
	 * Return the record with another interval.
	 * @param interval the interval
	 * @param configured the interval that is configured
	 * @param change who does it
	 * @return the record
	 */
	TickerRecord withInterval(Duration interval, Duration configured, Change change) {
		return new TickerRecord(this.owner, this.number, this.due, this.spent, this.begunAt, this.paused, interval,
				configured, this.triggers, this.tally, this.last, change);
	}

	/**
	 * Return the interval that counts: what was set at runtime, until something else is
	 * configured than it was set in place of.
	 * @param configured the interval that is configured, {@code null} if the mode has
	 * none
	 * @return the interval, {@code null} if the mode has none
	 */
	@Nullable Duration interval(@Nullable Duration configured) {
		return (this.interval != null && configured != null && configured.equals(this.configured)) ? this.interval
				: configured;
	}

	/**
	 * Return the record with one more trigger.
	 * @param change who asks for it
	 * @return the record
	 */
	TickerRecord triggered(Change change) {
		return new TickerRecord(this.owner, this.number, this.due, this.spent, this.begunAt, this.paused, this.interval,
				this.configured, this.triggers + 1, this.tally, this.last, change);
	}

	static long micros(Instant instant) {
		return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
	}

	static Instant instant(long micros) {
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
	record Tally(long ticks, long failures, long failuresInARow, long skipped) {

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
	record Change(String action, String by, Instant at) {

	}

	/**
	 * A record with its version in the store.
	 *
	 * @param record the record
	 * @param version the version, {@link io.appinfra.net.state.StoredValue#ABSENT} if
	 * there is none
	 */
	record Versioned(TickerRecord record, long version) {

	}

}
