package io.appinfra.net.http.limits;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The threads of the web server that wait for bytes of request bodies: never so many that
 * none is left for other requests. Where there are as many as allowed, the one that has
 * waited for longest gives way. Safe for use by many threads.
 */
public final class WaitingThreads {

	/**
	 * How long a thread may wait, however many others want to.
	 */
	private static final Duration UNDISTURBED = Duration.ofMillis(250);

	/**
	 * How long it takes at most until a thread has given way.
	 */
	private static final long HANDOVER_MILLIS = 200;

	private final @Nullable Semaphore permits;

	private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

	private WaitingThreads(@Nullable Semaphore permits) {
		this.permits = permits;
	}

	/**
	 * Create a bound.
	 * @param max how many threads may wait at once, at least 1
	 * @return the bound
	 */
	public static WaitingThreads atMost(int max) {
		return new WaitingThreads(new Semaphore(max));
	}

	/**
	 * Create what lets any number of threads wait.
	 * @return no bound
	 */
	public static WaitingThreads unbounded() {
		return new WaitingThreads(null);
	}

	/**
	 * Ask whether a thread may wait. If it may, {@link #leave} has to follow.
	 */
	boolean tryEnter(Waiter waiter) {
		if (this.permits == null) {
			return true;
		}
		if (!this.permits.tryAcquire() && !takeOver(this.permits)) {
			return false;
		}
		this.waiters.add(waiter);
		return true;
	}

	private boolean takeOver(Semaphore permits) {
		Optional<Waiter> longest = this.waiters.stream().max(Comparator.comparingLong(Waiter::nanos));
		if (longest.isEmpty() || longest.get().nanos() < UNDISTURBED.toNanos() || !longest.get().giveWay()) {
			return false;
		}
		try {
			return permits.tryAcquire(HANDOVER_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	void leave(Waiter waiter) {
		if (this.permits != null) {
			this.waiters.remove(waiter);
			this.permits.release();
		}
	}

	/**
	 * A thread that waits.
	 */
	interface Waiter {

		/**
		 * Return how long it has waited for the body, in nanoseconds.
		 */
		long nanos();

		/**
		 * End the wait.
		 * @return whether it was still waiting
		 */
		boolean giveWay();

	}

}
