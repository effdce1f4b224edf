package io.appinfra.net.http.limits;

import java.util.concurrent.Semaphore;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a handler answers at once, asynchronous ones included until their
 * answer is complete.
 */
public final class ConcurrencyLimit {

	private final Semaphore permits;

	private ConcurrencyLimit(int maxConcurrent) {
		this.permits = new Semaphore(maxConcurrent);
	}

	public static @Nullable ConcurrencyLimit of(HandlerLimits limits) {
		return (limits.maxConcurrent() != null) ? new ConcurrencyLimit(limits.maxConcurrent()) : null;
	}

	public boolean tryEnter() {
		return this.permits.tryAcquire();
	}

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
