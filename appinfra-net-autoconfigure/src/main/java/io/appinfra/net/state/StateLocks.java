package io.appinfra.net.state;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The owners that live, and the locks that they hold.
 * <p>
 * An owner is one life of one process. It is admitted before it takes a lock, and has a
 * lease, which its process renews: once the lease is over, or the owner was released, its
 * locks are free. The name of an owner is not used again then. So a store remembers the
 * living only, and what a dead one asks for too late finds it unknown. Leases go by the
 * clock of the store, never by that of a caller.
 * <p>
 * Every operation is linearizable. Safe for use by many threads. A name that is
 * {@code null} or empty is an {@link IllegalArgumentException}. Each method but
 * {@link #lease()} throws {@link io.appinfra.net.ServerShutdownException} after the store
 * was closed, and {@link io.appinfra.net.StateUnavailableException} if the engine that
 * keeps the state does not answer in time.
 */
public interface StateLocks {

	/**
	 * Return how long an owner lives without renewal.
	 * @return the lease, zero if owners live for as long as the store does
	 */
	Duration lease();

	/**
	 * Let an owner take locks, and begin its lease.
	 * @param owner the owner, a process that renews its lease
	 */
	void admit(String owner);

	/**
	 * Let an owner take locks for as long as another has its lease, which counts for
	 * both: a worker, whose web process renews. Does nothing if that lease is over.
	 * @param owner the owner
	 * @param host the owner whose lease counts
	 */
	void admit(String owner, String host);

	/**
	 * Renew the lease of an owner, if it is not over.
	 * @param owner the owner, which was admitted with a lease of its own
	 * @return the clock of the store in microseconds since 1970, or empty if the owner is
	 * not known any more
	 */
	OptionalLong renew(String owner);

	/**
	 * Return the owners whose lease is not over, without those that live by the lease of
	 * another.
	 * @return what is left of the lease of each by the clock of the store, zero if leases
	 * do not end
	 */
	Map<String, Duration> owners();

	/**
	 * Take a lock, waiting for it in the order of arrival.
	 * @param lock the name of the lock
	 * @param owner the process on whose behalf it is taken
	 * @param wait how long to wait, zero not to wait at all
	 * @return the fencing token, which is greater than all before, or empty if the lock
	 * was not free in time, or if the owner is not admitted or not known any more
	 * @throws InterruptedException if the thread is interrupted while it waits; it does
	 * not hold the lock then
	 */
	OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException;

	/**
	 * Free a lock. Does nothing if it is not held with that fencing token.
	 * @param lock the name of the lock
	 * @param fencingToken the fencing token that {@link #lock} returned
	 */
	void unlock(String lock, long fencingToken);

	/**
	 * Free all locks of an owner that has ended, and of those that live by its lease, end
	 * its waits for others, and let it take none any more.
	 * @param owner the owner
	 */
	void releaseAll(String owner);

}
