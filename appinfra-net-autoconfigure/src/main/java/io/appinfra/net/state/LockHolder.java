package io.appinfra.net.state;

import java.time.Duration;
import java.util.Optional;

/**
 * One process as a holder of locks. Safe for use by many threads.
 */
public interface LockHolder {

	/**
	 * Take a lock, waiting for it in the order of arrival.
	 * @param lock the name of the lock
	 * @param wait how long to wait, zero not to wait at all
	 * @return the held lock, or empty if it was not free in time
	 * @throws InterruptedException if the thread is interrupted while it waits; the lock
	 * is not held then
	 * @throws io.appinfra.net.StateUnavailableException if the store cannot be reached,
	 * or the lease of this instance is lost
	 * @throws io.appinfra.net.ServerShutdownException after the application has stopped
	 */
	Optional<HeldLock> lock(String lock, Duration wait) throws InterruptedException;

}
