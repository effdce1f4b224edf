package io.appinfra.net.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.remote.meter.MeterSource;
import io.appinfra.net.remote.ticker.TickerReporter;

/**
 * Reports to the web process once a second what is counted and measured there, so that no
 * rate of ticks is too high.
 */
final class PeriodicReports {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final WebConnection web;

	private final TickerReporter tickers;

	private final TickBatches ticks;

	private volatile @Nullable MeterSource meters;

	PeriodicReports(WebConnection web, TickerReporter tickers, TickBatches ticks) {
		this.web = web;
		this.tickers = tickers;
		this.ticks = ticks;
	}

	/**
	 * Report what is measured from now on, before the tickers start.
	 * @param meters the meters of this process
	 */
	void measure(MeterSource meters) {
		meters.begin();
		this.meters = meters;
	}

	/**
	 * Report from now on.
	 * @param stopped ends it
	 */
	void start(CountDownLatch stopped) {
		Repetition.start("appinfra-reports", INTERVAL, stopped, this::report);
	}

	/**
	 * Report what there is now.
	 */
	void report() {
		this.ticks.take(this.tickers::ticks);
		MeterSource meters = this.meters;
		if (meters != null) {
			meters.take((report) -> this.web.send(Frame.of(FrameType.METER, report)));
		}
		this.web.send(Frame.of(FrameType.JVM, JvmReports.now()));
	}

}
