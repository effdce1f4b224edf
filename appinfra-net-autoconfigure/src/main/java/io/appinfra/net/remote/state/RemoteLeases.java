package io.appinfra.net.remote.state;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ServerException;
import io.appinfra.net.state.Lease;

/**
 * How long this worker holds its locks for certain. The web process renews the lease of
 * both, and is asked for what is left of it while there are locks. Nobody is asked where
 * leases do not end.
 */
final class RemoteLeases {

	private static final Duration ENDLESS = Duration.ofNanos(Long.MAX_VALUE);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	/**
	 * How often the web process is asked in the time of one lease.
	 */
	private static final int ASKED_TIMES = 4;

	private final Map<Long, Lease> leases = new ConcurrentHashMap<>();

	private final Remaining remaining;

	private final DetachedThreads threadFactory = new DetachedThreads("appinfra-state-lease-");

	private volatile boolean endless;

	private @Nullable ScheduledThreadPoolExecutor threads;

	RemoteLeases(Remaining remaining) {
		this.remaining = remaining;
	}

	/**
	 * Return the lease by which a lock is held that was just taken.
	 * @param lock the name of the lock
	 * @param token the fencing token
	 * @return the lease
	 */
	Lease begin(String lock, long token) {
		if (this.endless) {
			return Lease.endless();
		}
		long sent = System.nanoTime();
		Duration left = this.remaining.of(lock, token);
		if (left.equals(ENDLESS)) {
			this.endless = true;
			return Lease.endless();
		}
		Lease lease = Lease.limited();
		lease.extend(sent, left);
		this.leases.put(token, lease);
		schedule(() -> ask(lock, token, lease), pause(left));
		schedule(() -> endIfOver(token, lease), left);
		return lease;
	}

	private void ask(String lock, long token, Lease lease) {
		if (!this.leases.containsKey(token)) {
			return;
		}
		Duration pause = SHORTEST_PAUSE;
		try {
			long sent = System.nanoTime();
			Duration left = this.remaining.of(lock, token);
			if (left.isZero()) {
				lost(token, lease);
				return;
			}
			if (!lease.endIfOver()) {
				lease.extend(sent, left);
			}
			pause = pause(left);
		}
		catch (ServerException ex) {
			// The lease ends by itself unless one of the next answers succeeds
		}
		schedule(() -> ask(lock, token, lease), pause);
	}

	/**
	 * End a lease when its time is over, in another thread than the one that waits for
	 * the web process.
	 */
	private void endIfOver(long token, Lease lease) {
		if (!this.leases.containsKey(token)) {
			return;
		}
		if (lease.endIfOver()) {
			lost(token, lease);
		}
		else {
			schedule(() -> endIfOver(token, lease), lease.remaining());
		}
	}

	private void lost(long token, Lease lease) {
		lease.end();
		this.leases.remove(token);
	}

	private static Duration pause(Duration left) {
		Duration pause = left.dividedBy(ASKED_TIMES);
		return (pause.compareTo(SHORTEST_PAUSE) > 0) ? pause : SHORTEST_PAUSE;
	}

	private synchronized void schedule(Runnable task, Duration delay) {
		if (this.threads == null) {
			this.threads = new ScheduledThreadPoolExecutor(2, this.threadFactory,
					new ScheduledThreadPoolExecutor.DiscardPolicy());
		}
		this.threads.schedule(task, delay.toNanos() + 1, TimeUnit.NANOSECONDS);
	}

	/**
	 * Forget the lease of a lock that is freed.
	 * @param token the fencing token
	 */
	void end(long token) {
		this.leases.remove(token);
	}

	synchronized void close() {
		if (this.threads != null) {
			this.threads.shutdownNow();
		}
	}

	/**
	 * Asks the web process how long a lock is held for certain.
	 */
	@FunctionalInterface
	interface Remaining {

		Duration of(String lock, long token);

	}

}
