package io.appinfra.net.supervisor;

import java.time.Duration;

/**
 * The supervisor's clock, and what it does later.
 */
interface Timer {

	/**
	 * Return the present time.
	 * @return nanoseconds of a monotonic clock
	 */
	long nanos();

	/**
	 * Do something later.
	 * @param delay how much later
	 * @param task what to do, which returns at once
	 * @return cancels it
	 */
	Runnable after(Duration delay, Runnable task);

}
