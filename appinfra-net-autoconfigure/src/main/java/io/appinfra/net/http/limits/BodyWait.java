package io.appinfra.net.http.limits;

import java.time.Duration;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.http.error.Refusal;

/**
 * A thread that waits for bytes of a body, until they come or it has waited for too long.
 */
final class BodyWait implements Runnable, WaitingThreads.Waiter {

	/**
	 * How long a thread waits for a body, however slowly it comes.
	 */
	static final Duration GRACE = Duration.ofSeconds(5);

	private static final Duration UNTIL_ENDED_AGAIN = Duration.ofMillis(100);

	private final HandlerLimits limits;

	private final Deadlines deadlines;

	private final BodySource source;

	private final long counted;

	private final long waitedBefore;

	private final Thread thread = Thread.currentThread();

	private final long start = System.nanoTime();

	private @Nullable Future<?> deadline;

	private boolean over;

	private @Nullable Refusal refusal;

	private int attempts;

	BodyWait(HandlerLimits limits, Deadlines deadlines, BodySource source, long counted, long waitedBefore) {
		this.limits = limits;
		this.deadlines = deadlines;
		this.source = source;
		this.counted = counted;
		this.waitedBefore = waitedBefore;
	}

	@Override
	public long nanos() {
		return this.waitedBefore + System.nanoTime() - this.start;
	}

	synchronized void begin() {
		long allowed = allowedNanos();
		if (allowed != Long.MAX_VALUE) {
			this.deadline = this.deadlines.schedule(Duration.ofNanos(Math.max(0, allowed - nanos())), this);
		}
	}

	/**
	 * Return how long a thread may wait for the body in all, given what has arrived.
	 */
	private long allowedNanos() {
		long received = (this.source.received() != -1) ? this.source.received() : this.counted;
		long allowed = (this.limits.readTimeout() != null) ? this.limits.readTimeout().toNanos() : Long.MAX_VALUE;
		if (this.limits.minBodyRate() != null) {
			double seconds = (double) received / this.limits.minBodyRate().toBytes();
			allowed = Math.min(allowed, Math.max(GRACE.toNanos(), (long) (seconds * 1e9)));
		}
		return allowed;
	}

	@Override
	public synchronized void run() {
		if (this.over) {
			return;
		}
		if (this.refusal != null) {
			endReading();
		}
		else if (nanos() < allowedNanos()) {
			begin();
		}
		else {
			endBecause(Refusal.bodyTooSlow());
		}
	}

	@Override
	public synchronized boolean giveWay() {
		if (this.over || this.refusal != null) {
			return false;
		}
		endBecause(Refusal.tooManyBodies());
		return true;
	}

	private void endBecause(Refusal refusal) {
		this.refusal = refusal;
		endReading();
	}

	/**
	 * End the reading, again and again while the web server continues it.
	 */
	private void endReading() {
		this.source.end(this.thread, this.attempts++);
		this.deadline = this.deadlines.schedule(UNTIL_ENDED_AGAIN, this);
	}

	/**
	 * Let no other thread end the reading any more.
	 * @return why one has ended it, or {@code null} if none has
	 */
	synchronized @Nullable Refusal end() {
		this.over = true;
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
		if (this.refusal != null) {
			Thread.interrupted();
		}
		return this.refusal;
	}

}
