package io.appinfra.net.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.DetachedThreads;

/**
 * What this process knows of a lease that is renewed for it: the time until which it
 * holds for certain, by the monotonic clock of this process. Once it has ended it stays
 * so. Safe for use by many threads.
 */
public final class Lease {

	private static final Log logger = LogFactory.getLog(Lease.class);

	private final LongSupplier nanoTime;

	private final boolean endless;

	private final List<Action> actions = new ArrayList<>();

	private long deadline;

	private boolean ended;

	private Lease(LongSupplier nanoTime, boolean endless) {
		this.nanoTime = nanoTime;
		this.endless = endless;
		this.deadline = nanoTime.getAsLong();
	}

	/**
	 * Return a lease that holds until it is ended.
	 * @return the lease
	 */
	public static Lease endless() {
		return new Lease(System::nanoTime, true);
	}

	/**
	 * Return a lease that holds from its first extension on.
	 * @return the lease
	 */
	public static Lease limited() {
		return limited(System::nanoTime);
	}

	static Lease limited(LongSupplier nanoTime) {
		return new Lease(nanoTime, false);
	}

	/**
	 * Extend the lease, unless it has ended.
	 * @param from when its renewal was asked for, as of {@link System#nanoTime()}
	 * @param duration for how long it was renewed
	 */
	public synchronized void extend(long from, Duration duration) {
		this.deadline = from + duration.toNanos();
	}

	/**
	 * Return whether the lease holds.
	 * @return {@code false} once it has ended or its time is over
	 */
	public synchronized boolean isLive() {
		return !this.ended && (this.endless || left() > 0);
	}

	/**
	 * Return how long the lease holds yet.
	 * @return the time that is left, zero if it has ended; very long if it is endless
	 */
	public synchronized Duration remaining() {
		if (this.ended) {
			return Duration.ZERO;
		}
		return this.endless ? Duration.ofNanos(Long.MAX_VALUE) : Duration.ofNanos(Math.max(left(), 0));
	}

	private long left() {
		return this.deadline - this.nanoTime.getAsLong();
	}

	/**
	 * End the lease if its time is over.
	 * @return whether it has ended, by this call or before
	 */
	public boolean endIfOver() {
		if (!isLive()) {
			end();
		}
		return !isLive();
	}

	/**
	 * End the lease, and run the actions that wait for this.
	 */
	public void end() {
		List<Action> waiting;
		synchronized (this) {
			this.ended = true;
			waiting = List.copyOf(this.actions);
			this.actions.clear();
		}
		waiting.forEach(Action::start);
	}

	/**
	 * Run an action once the lease has ended, in a thread of its own.
	 * @param action what to do
	 * @return withdraws the action when it is closed
	 */
	public SharedMap.Registration onEnd(Runnable action) {
		Action waiting = new Action(action);
		boolean now;
		synchronized (this) {
			now = this.ended;
			if (!now) {
				this.actions.add(waiting);
			}
		}
		if (now) {
			waiting.start();
		}
		return () -> withdraw(waiting);
	}

	private synchronized void withdraw(Action action) {
		this.actions.remove(action);
	}

	/**
	 * An action, which is equal to itself only.
	 */
	private static final class Action {

		private final Runnable action;

		Action(Runnable action) {
			this.action = action;
		}

		void start() {
			DetachedThreads.daemon("appinfra-state-lost", this::run).start();
		}

		private void run() {
			try {
				this.action.run();
			}
			catch (Throwable ex) {
				logger.warn("An action for a lost lock failed", ex);
			}
		}

	}

}
