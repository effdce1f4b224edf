package io.appinfra.net.http.limits;

import org.jspecify.annotations.Nullable;

/**
 * The waits of threads for the bodies of requests to one handler.
 *
 * @param limits how long threads may wait
 * @param deadlines what ends waits
 * @param threads how many threads may wait
 */
record BodyWaits(HandlerLimits limits, Deadlines deadlines, WaitingThreads threads) {

	/**
	 * Let the current thread wait for bytes of a body. {@link #leave} has to follow.
	 * @param source the body
	 * @param counted how many bytes of the body have been read
	 * @param waitedNanos how long threads have waited for the body before
	 * @return the wait, or {@code null} if too many threads wait
	 */
	@Nullable BodyWait enter(BodySource source, long counted, long waitedNanos) {
		BodyWait wait = new BodyWait(this.limits, this.deadlines, source, counted, waitedNanos);
		return this.threads.tryEnter(wait) ? wait : null;
	}

	void leave(BodyWait wait) {
		this.threads.leave(wait);
	}

}
