package io.appinfra.net.ticker.schedule;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one mode says about when the next tick is due. All times are nanoseconds of one
 * clock. Not safe for use by several threads at once.
 */
public abstract class TickRule {

	/**
	 * What stands for any time that is too far away to be counted in nanoseconds.
	 */
	public static final long LONGEST = Long.MAX_VALUE / 4;

	private long due;

	private long skipped;

	/**
	 * Return when the next tick is due.
	 * @return the time
	 */
	public final long due() {
		return this.due;
	}

	final void dueAt(long due) {
		this.due = due;
	}

	/**
	 * Count ticks that are left out.
	 * @param count how many
	 */
	final void skip(long count) {
		this.skipped += count;
	}

	/**
	 * Return how many ticks have been left out since the last call.
	 * @return the count
	 */
	public final long takeSkipped() {
		long taken = this.skipped;
		this.skipped = 0;
		return taken;
	}

	/**
	 * Start, or start anew.
	 * @param now the present time
	 * @param initialDelay how long after that the first tick is due, {@code null} for as
	 * soon as the mode lets it be
	 */
	public abstract void start(long now, @Nullable Duration initialDelay);

	/**
	 * Leave out, and count, what is due before some time.
	 * @param earliest the time
	 */
	public abstract void skipBefore(long earliest);

	static long firstDue(long now, @Nullable Duration initialDelay) {
		return (initialDelay != null) ? now + nanos(initialDelay) : now;
	}

	/**
	 * The clock may have been set since the last call.
	 * @param now the present time
	 */
	public void look(long now) {
	}

	/**
	 * Go on from where another schedule was.
	 * @param due when the next tick is due
	 */
	public void resume(long due) {
		dueAt(due);
	}

	/**
	 * The tick that was due begins.
	 * @param now the present time
	 */
	public void begin(long now) {
	}

	/**
	 * That tick has ended.
	 * @param end when
	 * @param failed whether it failed
	 */
	public abstract void end(long end, boolean failed);

	/**
	 * A tick that was not due, but asked for, has ended.
	 * @param end when
	 * @param failed whether it failed
	 */
	public void endOutOfTurn(long end, boolean failed) {
	}

	/**
	 * Change the interval.
	 * @param interval the interval
	 * @param now the present time
	 * @param ticking whether a tick that was due is running
	 * @throws IllegalArgumentException if the interval is not positive
	 * @throws IllegalStateException if the mode has none
	 */
	public abstract void setInterval(Duration interval, long now, boolean ticking);

	/**
	 * Return whether a duration is longer than none.
	 * @param duration the duration
	 * @return whether it is positive
	 */
	public static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	/**
	 * Return a duration in nanoseconds.
	 * @param duration the duration
	 * @return the nanoseconds, {@link #LONGEST} if they are more
	 */
	public static long nanos(Duration duration) {
		return (duration.compareTo(Duration.ofNanos(LONGEST)) < 0) ? duration.toNanos() : LONGEST;
	}

}
