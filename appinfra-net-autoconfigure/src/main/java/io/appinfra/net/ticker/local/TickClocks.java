package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.schedule.CronRule;

/**
 * The clocks of a ticker: a monotonic one for intervals, the wall clock for cron
 * expressions and for display, and the begin of the process, which orders ticks of
 * different processes. No process runs a million ticks in a millisecond, so the tokens of
 * each are greater than those of all before.
 *
 * @param nanoTime the monotonic clock, in nanoseconds
 * @param wall the wall clock
 * @param incarnation when this process began, in milliseconds since the epoch, and later
 * than all former ones
 */
record TickClocks(LongSupplier nanoTime, InstantSource wall, long incarnation) {

	private static final int NUMBER_BITS = 20;

	private static final long LONG_PAUSE = Duration.ofMillis(1).toNanos();

	private static final int MOST_AGAIN = 3;

	TickClocks(long incarnation) {
		this(System::nanoTime, InstantSource.system(), incarnation);
	}

	long nanos() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Return the present time by the clock of a mode.
	 * @param mode the mode
	 * @return the time in nanoseconds
	 */
	long nanos(TickMode mode) {
		return (mode == TickMode.CRON) ? CronRule.nanos(this.wall.instant()) : nanos();
	}

	/**
	 * Return the wall clock time for a time by the clock of a mode.
	 * @param mode the mode
	 * @param time the time in nanoseconds
	 * @return the time
	 */
	Instant instant(TickMode mode, long time) {
		if (mode == TickMode.CRON) {
			return Instant.ofEpochSecond(0, time);
		}
		Reading reading = read();
		return reading.instant().plusNanos(time - reading.nanos());
	}

	/**
	 * Return the time by the clock of a mode for a time of the wall clock.
	 * @param mode the mode
	 * @param instant the time
	 * @return the time in nanoseconds
	 */
	long nanos(TickMode mode, Instant instant) {
		if (mode == TickMode.CRON) {
			return CronRule.nanos(instant);
		}
		Reading reading = read();
		return reading.nanos() - Duration.between(instant, reading.instant()).toNanos();
	}

	/**
	 * Read both clocks. A thread that has to pause in between would take the pause for a
	 * difference of the clocks, so it reads them again.
	 */
	private Reading read() {
		Reading best = readOnce();
		for (int again = 0; again < MOST_AGAIN && best.pause() > LONG_PAUSE; again++) {
			Reading next = readOnce();
			best = (next.pause() < best.pause()) ? next : best;
		}
		return best;
	}

	private Reading readOnce() {
		long before = nanos();
		Instant instant = this.wall.instant();
		long pause = nanos() - before;
		return new Reading(instant, before + pause / 2, pause);
	}

	long fencingToken(long number) {
		return (this.incarnation << NUMBER_BITS) + number;
	}

	/**
	 * Both clocks at one moment.
	 *
	 * @param instant the wall clock
	 * @param nanos the monotonic clock
	 * @param pause how long it took to read them, in nanoseconds
	 */
	private record Reading(Instant instant, long nanos, long pause) {

	}

}
