package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of a ticker: a monotonic one for its schedule, the wall clock for display,
 * and the count of processes, which orders ticks of different processes.
 *
 * @param nanoTime the monotonic clock, in nanoseconds
 * @param wall the wall clock
 * @param incarnation how many processes there have been, this one included
 */
record TickTime(LongSupplier nanoTime, InstantSource wall, long incarnation) {

	private static final int NUMBER_BITS = 40;

	TickTime(long incarnation) {
		this(System::nanoTime, InstantSource.system(), incarnation);
	}

	long nanos() {
		return this.nanoTime.getAsLong();
	}

	Instant after(Duration delay) {
		return this.wall.instant().plus(delay);
	}

	long fencingToken(long number) {
		return (this.incarnation << NUMBER_BITS) + number;
	}

}
