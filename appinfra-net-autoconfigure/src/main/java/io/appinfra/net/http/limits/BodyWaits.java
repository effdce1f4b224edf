package io.appinfra.net.http.limits;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.http.error.Refusal;

/**
 * The waits of threads for the bodies of requests to one handler.
 *
 * @param limits how long threads may wait
 * @param deadlines what ends waits
 * @param threads how many threads may wait
 */
record BodyWaits(HandlerLimits limits, Deadlines deadlines, WaitingThreads threads) {

	/**
	 * Let the current thread wait for bytes of a body. {@link #end} has to follow.
	 * @param source the body
	 * @param counted how many bytes of the body have been read
	 * @param waitedNanos how long threads have waited for the body before
	 * @return the wait, or {@code null} if too many threads wait
	 */
	@Nullable BodyWait begin(BodySource source, long counted, long waitedNanos) {
		BodyWait wait = new BodyWait(this.limits, this.deadlines, source, counted, waitedNanos);
		if (!this.threads.tryEnter(wait)) {
			return null;
		}
		try {
			wait.begin();
			return wait;
		}
		catch (RuntimeException ex) {
			end(wait);
			throw ex;
		}
	}

	/**
	 * End a wait of the current thread, whatever has come of it.
	 * @param wait the wait
	 * @return why another thread has ended it, or {@code null} if none has
	 */
	@Nullable Refusal end(BodyWait wait) {
		Refusal refusal = wait.end();
		this.threads.leave(wait);
		return refusal;
	}

}
