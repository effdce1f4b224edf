package io.appinfra.net.state;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

/**
 * Renews the lease of one owner four times in its course, and begins a new life with a
 * new name once it was lost. The lease counts as over a tenth before it is: by as much
 * the clocks may run apart.
 */
final class LeaseKeeper {

	private static final Log logger = LogFactory.getLog(StateSession.class);

	private static final int RENEWALS = 4;

	private static final int MARGIN = 10;

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

	private final StateLocks locks;

	private final Supplier<String> names;

	private final Runnable onRenewed;

	private final Duration lease;

	private final ReentrantLock renewing = new ReentrantLock();

	private final @Nullable ScheduledThreadPoolExecutor threads;

	private volatile Life life;

	private volatile StateSession.@Nullable Renewal lastRenewal;

	private volatile boolean closed;

	private LeaseKeeper(StateLocks locks, Supplier<String> names, Runnable onRenewed) {
		this.locks = locks;
		this.names = names;
		this.onRenewed = onRenewed;
		this.lease = locks.lease();
		this.life = begin();
		this.threads = this.lease.isZero() ? null : threads();
	}

	/**
	 * Admit the owner, and renew its lease from now on.
	 * @param locks where it is admitted
	 * @param names makes the name of each life
	 * @param onRenewed is run after each renewal
	 * @return what keeps the lease
	 */
	static LeaseKeeper start(StateLocks locks, Supplier<String> names, Runnable onRenewed) {
		LeaseKeeper keeper = new LeaseKeeper(locks, names, onRenewed);
		keeper.scheduleRenewal(keeper.lease.dividedBy(RENEWALS));
		keeper.scheduleCheck();
		return keeper;
	}

	private static ScheduledThreadPoolExecutor threads() {
		ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2,
				new DetachedThreads("appinfra-state-lease-"), new ScheduledThreadPoolExecutor.DiscardPolicy());
		threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return threads;
	}

	Life life() {
		return this.life;
	}

	/**
	 * Return the life of this moment if its lease holds.
	 * @return the life
	 * @throws StateUnavailableException if its lease is lost
	 * @throws ServerShutdownException after {@link #close()}
	 */
	Life live() {
		Life current = this.life;
		if (this.closed) {
			throw StateFailures.closed();
		}
		if (!current.lease().isLive()) {
			throw new StateUnavailableException(
					"This instance has lost its lease at the store of the shared state, "
							+ "and takes no lock until it has a new one: see why the store cannot be reached.",
					false, null);
		}
		return current;
	}

	StateSession.@Nullable Renewal lastRenewal() {
		return this.lastRenewal;
	}

	/**
	 * Return whether a life goes on, after a look at the store unless there was one just
	 * now.
	 * @param asked the life
	 * @param recentNanos how long ago a look is just now
	 * @return whether it goes on; if not, another one has begun
	 */
	boolean isConfirmed(Life asked, long recentNanos) {
		StateSession.Renewal last = this.lastRenewal;
		if (this.lease.isZero() || (last != null && System.nanoTime() - last.sent() < recentNanos)) {
			return true;
		}
		renew();
		return this.life == asked;
	}

	private void renewAndSchedule() {
		Duration pause = this.lease.dividedBy(RENEWALS);
		try {
			renew();
		}
		catch (ServerShutdownException ex) {
			return;
		}
		catch (Throwable ex) {
			logger.debug("The lease was not renewed", ex);
			pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE;
		}
		scheduleRenewal(pause);
	}

	private void renew() {
		this.renewing.lock();
		try {
			if (!this.closed) {
				renew(this.life);
			}
		}
		finally {
			this.renewing.unlock();
		}
	}

	private void renew(Life current) {
		long sent = System.nanoTime();
		OptionalLong micros = current.lease().endIfOver() ? OptionalLong.empty() : this.locks.renew(current.owner());
		if (micros.isPresent() && !current.lease().endIfOver()) {
			this.lastRenewal = new StateSession.Renewal(micros.getAsLong(), sent, System.nanoTime());
			current.lease().extend(sent, certain());
			this.onRenewed.run();
		}
		else {
			lost(current);
		}
	}

	private void lost(Life former) {
		former.lease().end();
		logLost(former);
		this.locks.releaseAll(former.owner());
		this.life = begin();
		logger.info("This instance has a lease at the store of the shared state again");
		this.onRenewed.run();
	}

	private void logLost(Life former) {
		if (former.reported) {
			return;
		}
		former.reported = true;
		logger
			.warn("This instance has lost its lease of %d ms at the store of the shared state, and all locks with it: "
				.formatted(this.lease.toMillis())
					+ "it was frozen or cut off for so long, or the store has lost its data or was unreachable");
	}

	private Life begin() {
		String owner = this.names.get();
		Lease lease = this.lease.isZero() ? Lease.endless() : Lease.limited();
		long sent = System.nanoTime();
		this.locks.admit(owner);
		lease.extend(sent, certain());
		return new Life(owner, lease);
	}

	private Duration certain() {
		return this.lease.minus(this.lease.dividedBy(MARGIN));
	}

	private void scheduleRenewal(Duration pause) {
		ScheduledThreadPoolExecutor threads = this.threads;
		if (threads != null) {
			threads.schedule(this::renewAndSchedule, pause.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Look at the time of the lease in a thread of its own: the one that renews it may
	 * wait for an answer.
	 */
	private void scheduleCheck() {
		ScheduledThreadPoolExecutor threads = this.threads;
		if (threads != null) {
			long left = Math.max(this.life.lease().remaining().toMillis(), certain().toMillis() / MARGIN);
			threads.schedule(this::check, left + 1, TimeUnit.MILLISECONDS);
		}
	}

	private void check() {
		Life current = this.life;
		if (current.lease().endIfOver()) {
			logLost(current);
		}
		scheduleCheck();
	}

	void close() {
		this.renewing.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				if (this.threads != null) {
					this.threads.shutdown();
				}
				releaseQuietly();
			}
		}
		finally {
			this.renewing.unlock();
		}
	}

	private void releaseQuietly() {
		try {
			this.locks.releaseAll(this.life.owner());
		}
		catch (ServerShutdownException | StateUnavailableException ex) {
			logger.debug("The locks of this instance were not freed, and are free once its lease is over", ex);
		}
	}

	/**
	 * The time under one name.
	 */
	static final class Life {

		private final String owner;

		private final Lease lease;

		private volatile boolean reported;

		private Life(String owner, Lease lease) {
			this.owner = owner;
			this.lease = lease;
		}

		String owner() {
			return this.owner;
		}

		Lease lease() {
			return this.lease;
		}

	}

}
