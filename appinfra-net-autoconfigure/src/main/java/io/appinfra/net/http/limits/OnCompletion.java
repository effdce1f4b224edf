package io.appinfra.net.http.limits;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Runs something once an asynchronous request has been answered, however often it becomes
 * asynchronous again.
 */
final class OnCompletion implements AsyncListener {

	private final Runnable action;

	OnCompletion(Runnable action) {
		this.action = action;
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.action.run();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onError(AsyncEvent event) {
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		event.getAsyncContext().addListener(this);
	}

}
