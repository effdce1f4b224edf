package io.appinfra.net.http.limits;

import java.util.concurrent.Semaphore;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a handler answers at once, asynchronous ones included until their
 * answer is complete. Safe for use by many threads.
 */
public final class ConcurrencyLimit {

	private final Semaphore permits;

	private ConcurrencyLimit(int maxConcurrent) {
		this.permits = new Semaphore(maxConcurrent);
	}

	/**
	 * Create the limit of a handler.
	 * @param limits the limits of the handler
	 * @return the limit, {@code null} if there is none
	 */
	public static @Nullable ConcurrencyLimit of(HandlerLimits limits) {
		return (limits.maxConcurrent() != null) ? new ConcurrencyLimit(limits.maxConcurrent()) : null;
	}

	/**
	 * Begin to answer a request. If that is possible, {@link #leave} has to follow.
	 * @return whether there are fewer requests than allowed
	 */
	public boolean tryEnter() {
		return this.permits.tryAcquire();
	}

	/**
	 * Let another request in, once the answer to this one is complete.
	 * @param request the request, which may have become asynchronous
	 */
	public void leave(HttpServletRequest request) {
		if (!request.isAsyncStarted() || !leaveOnCompletion(request)) {
			this.permits.release();
		}
	}

	private boolean leaveOnCompletion(HttpServletRequest request) {
		try {
			request.getAsyncContext().addListener(new OnCompletion(this.permits::release));
			return true;
		}
		catch (IllegalStateException alreadyComplete) {
			return false;
		}
	}

}
