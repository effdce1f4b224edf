package io.appinfra.net.state;

import java.time.Duration;
import java.util.Optional;

/**
 * A lock that one holder in one process of the application has at a time.
 * <p>
 * It is not reentrant. When a worker that holds it dies, or when its instance stops
 * normally, it is free at once; when an instance is killed or cut off, an engine frees it
 * after the lease. Safe for use by many threads.
 */
public interface SharedLock {

	/**
	 * Take the lock, waiting for it at most the given time. Those that wait get it in the
	 * order of their arrival.
	 * @param wait how long to wait, zero not to wait at all, not negative
	 * @return the held lock, or empty if it was not free in time; if the thread is
	 * interrupted while it waits, empty as well, and it stays interrupted
	 * @throws IllegalArgumentException if the time to wait is negative
	 * @throws io.appinfra.net.StateUnavailableException if the engine that keeps the
	 * state does not answer in time, or this instance has lost its lease
	 * @throws io.appinfra.net.ServerShutdownException after the application has stopped
	 */
	Optional<HeldLock> tryLock(Duration wait);

}
