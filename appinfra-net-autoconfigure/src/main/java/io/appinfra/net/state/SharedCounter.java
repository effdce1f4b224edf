package io.appinfra.net.state;

/**
 * A number that every process of the application sees alike. Safe for use by many
 * threads.
 * <p>
 * Every method throws {@link io.appinfra.net.StateUnavailableException} if the engine
 * that keeps the state does not carry it out in time, and
 * {@link io.appinfra.net.ServerShutdownException} after the application has stopped. A
 * method that writes throws {@link io.appinfra.net.StateLimitException} if there would be
 * too many counters.
 */
public interface SharedCounter {

	/**
	 * Return the value.
	 * @return the value
	 */
	long get();

	/**
	 * Set the value.
	 * @param value the value
	 */
	void set(long value);

	/**
	 * Add to the value, as one operation. An overflow wraps around, as {@code long} does.
	 * @param delta what to add
	 * @return the new value
	 */
	long addAndGet(long delta);

	/**
	 * Set the value if it is the expected one, as one operation.
	 * @param expected the value that is expected
	 * @param value the value to set
	 * @return whether the value was set
	 */
	boolean compareAndSet(long expected, long value);

}
