package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.concurrent.Future;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.Tick;

/**
 * Interrupts the thread of a tick that runs longer than it may.
 */
final class TickTimeout {

	private static final Log logger = LogFactory.getLog(TickTimeout.class);

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final String ticker;

	private final Duration timeout;

	private final RunningTick tick;

	private final Thread thread;

	private final TickerRuntime runtime;

	private @Nullable Future<?> next;

	private boolean ended;

	private TickTimeout(String ticker, Duration timeout, RunningTick tick, TickerRuntime runtime) {
		this.ticker = ticker;
		this.timeout = timeout;
		this.tick = tick;
		this.thread = Thread.currentThread();
		this.runtime = runtime;
	}

	/**
	 * Watch over a tick that runs in this thread.
	 * @param ticker the name of the ticker
	 * @param timeout how long the tick may run
	 * @param tick the tick
	 * @param runtime what watches
	 * @return the timeout, to be notified of the tick's end
	 */
	static TickTimeout start(String ticker, Duration timeout, RunningTick tick, TickerRuntime runtime) {
		TickTimeout started = new TickTimeout(ticker, timeout, tick, runtime);
		started.after(timeout, started::timeIsUp);
		return started;
	}

	/**
	 * The tick has ended. It is not interrupted from now on.
	 */
	synchronized void end() {
		this.ended = true;
		if (this.next != null) {
			this.next.cancel(false);
		}
	}

	private synchronized boolean hasEnded() {
		return this.ended;
	}

	private synchronized void after(Duration delay, Runnable action) {
		this.next = this.runtime.watch(action, delay);
	}

	private synchronized void timeIsUp() {
		if (!this.ended) {
			this.tick.timeOut();
			this.thread.interrupt();
			after(AFTER_INTERRUPT, this::isIgnored);
		}
	}

	private void isIgnored() {
		if (!hasEnded()) {
			logger.warn(
					"Tick %d of ticker '%s' ignores its timeout of %d ms and its interrupt. The ticker does not tick before it ends"
						.formatted(this.tick.number(), this.ticker, this.timeout.toMillis()),
					new ThreadStack(this.thread));
		}
	}

}
