package io.appinfra.net.remote.lifecycle;

import java.time.Duration;

/**
 * One thread that does one thing after the other, and its clock. What is owned by it
 * needs no lock. Any thread may use it.
 */
public interface EventLoop {

	/**
	 * Return the present time.
	 * @return nanoseconds of a monotonic clock
	 */
	long nanos();

	/**
	 * Do something after all that was asked for before. Returns at once, and does nothing
	 * if the loop is closed.
	 * @param task what to do
	 */
	void execute(Runnable task);

	/**
	 * Do something after all that was asked for before, and wait for it. Not to be called
	 * in the loop itself.
	 * @param task what to do
	 * @return whether it was done: it is not if the loop is closed
	 */
	boolean await(Runnable task);

	/**
	 * Do something later.
	 * @param delay how much later
	 * @param task what to do
	 * @return cancels it
	 */
	Runnable after(Duration delay, Runnable task);

}
