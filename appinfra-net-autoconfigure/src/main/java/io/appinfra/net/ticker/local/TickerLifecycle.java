package io.appinfra.net.ticker.local;

import java.time.Duration;

import org.springframework.context.SmartLifecycle;

import io.appinfra.net.DetachedThreads;

/**
 * Starts the tickers of the web process after its web server and stops them before it.
 */
public final class TickerLifecycle implements SmartLifecycle {

	/**
	 * The phase of all that ticks: it stops before the web server refuses requests.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

	private final TickerGroup tickers;

	private final Duration grace;

	/**
	 * Create a lifecycle.
	 * @param tickers the tickers
	 * @param grace how long a tick may go on undisturbed after the stop
	 */
	public TickerLifecycle(TickerGroup tickers, Duration grace) {
		this.tickers = tickers;
		this.grace = grace;
	}

	@Override
	public void start() {
		this.tickers.start();
	}

	@Override
	public void stop() {
		this.tickers.stop(this.grace);
	}

	@Override
	public void stop(Runnable callback) {
		DetachedThreads.daemon("ticker-stop", () -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}).start();
	}

	@Override
	public boolean isRunning() {
		return this.tickers.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
