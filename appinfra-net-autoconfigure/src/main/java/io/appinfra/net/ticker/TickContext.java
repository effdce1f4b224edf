package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;

/**
 * One tick, as its ticker sees it. Safe for use by many threads.
 */
public interface TickContext {

	/**
	 * Return the number of the tick, which starts at 1 and goes on after a restart of the
	 * worker.
	 * @return the number
	 */
	long number();

	/**
	 * Return when the tick was due, by the wall clock.
	 * @return when it was due
	 */
	Instant scheduledAt();

	/**
	 * Return how long after {@link #scheduledAt} the tick began, by the monotonic clock.
	 * @return the lateness, never negative
	 */
	Duration lateness();

	/**
	 * Return how many ticks have been left out since the last one.
	 * @return the number of ticks that were left out
	 */
	long skipped();

	/**
	 * Return whether the tick should come to its end, because the ticker is to stop, or
	 * because the tick has reached its timeout.
	 * @return whether the tick should end
	 */
	boolean stopRequested();

	/**
	 * Return a number that is greater than that of every tick of this ticker before, in
	 * whichever process. Who guards a resource outside can refuse those who come with a
	 * lower one than it has seen.
	 * @return the fencing token, positive
	 */
	long fencingToken();

}
