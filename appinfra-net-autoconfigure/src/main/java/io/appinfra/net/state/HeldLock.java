package io.appinfra.net.state;

/**
 * A {@link SharedLock} in the hand of its holder, to be closed by any thread of the
 * process.
 */
public interface HeldLock extends AutoCloseable {

	/**
	 * Return a number that is greater than that of every holder before. Who guards a
	 * resource outside can refuse those who come with a lower one than it has seen.
	 * @return the fencing token, positive
	 */
	long fencingToken();

	/**
	 * Free the lock. Closing it again has no effect, nor has closing it after the
	 * application has stopped.
	 */
	@Override
	void close();

}
