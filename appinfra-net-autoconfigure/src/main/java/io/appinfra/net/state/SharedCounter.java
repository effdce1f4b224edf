package io.appinfra.net.state;

/**
 * A number that every process of the application sees alike. Safe for use by many
 * threads. After the application has stopped, every method throws
 * {@link io.appinfra.net.ServerShutdownException}.
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
