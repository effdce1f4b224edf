package io.appinfra.net.autoconfigure.ticker;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ticker.local.TickerLifecycle;

/**
 * Keeps the JVM of an application alive that has tickers, but no web server: all threads
 * that tick are daemons, which end with the others.
 */
class KeepAliveLifecycle implements SmartLifecycle {

	private final boolean needed;

	private @Nullable Thread thread;

	/**
	 * Create a lifecycle.
	 * @param needed whether there is a ticker
	 */
	KeepAliveLifecycle(boolean needed) {
		this.needed = needed;
	}

	@Override
	public synchronized void start() {
		if (this.needed && this.thread == null) {
			Thread thread = DetachedThreads.keepingAlive("ticker-keep-alive", KeepAliveLifecycle::sleep);
			thread.start();
			this.thread = thread;
		}
	}

	private static void sleep() {
		try {
			Thread.sleep(Long.MAX_VALUE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized void stop() {
		if (this.thread != null) {
			this.thread.interrupt();
			this.thread = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return TickerLifecycle.PHASE;
	}

}
