package io.appinfra.net.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.remote.lifecycle.Heartbeat;
import io.appinfra.net.remote.lifecycle.Stop;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.log.LibraryLoggers;
import io.appinfra.net.remote.log.LogForwarding;
import io.appinfra.net.remote.log.LogLevelReceiver;
import io.appinfra.net.remote.meter.MeterSource;
import io.appinfra.net.remote.state.ChannelStateStore;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.remote.ticker.TickerBeginning;
import io.appinfra.net.remote.ticker.TickerCommandReceiver;
import io.appinfra.net.remote.ticker.TickerReporter;
import io.appinfra.net.remote.ticker.WorkerTickGate;
import io.appinfra.net.ticker.local.TickerGroup;
import io.appinfra.net.worker.context.WorkerApplicationContext;

/**
 * A worker from its start to its end.
 */
final class WorkerRuntime {

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final AtomicBoolean logForwarded = new AtomicBoolean();

	private final WebConnection web;

	private final WorkerConfiguration configuration;

	private final ChannelStateStore store;

	private final TickerReporter tickerReporter;

	private final TickerCommandReceiver commands;

	private final WorkerTickGate gate;

	private final TickerBeginning beginning = new TickerBeginning();

	private final TickBatches ticks = new TickBatches();

	private final PeriodicReports reports;

	private final LogLevelReceiver logLevels = new LogLevelReceiver();

	private volatile Phase phase = Phase.STARTING;

	private volatile @Nullable ConfigurableApplicationContext context;

	private volatile @Nullable TickerGroup tickers;

	WorkerRuntime(WebConnection web, WorkerConfiguration configuration) throws IOException {
		this.web = web;
		this.configuration = configuration;
		this.store = new ChannelStateStore(web.openState(), web::closed, web.outbox());
		this.tickerReporter = new TickerReporter(web.outbox());
		this.commands = new TickerCommandReceiver(this.tickerReporter);
		this.gate = new WorkerTickGate(web.outbox(), this.tickerReporter);
		this.reports = new PeriodicReports(web, this.tickerReporter, this.ticks);
	}

	/**
	 * Start the application and run until the worker is stopped, which ends the process.
	 */
	void run() {
		receive();
		Runtime.getRuntime().addShutdownHook(DetachedThreads.keepingAlive("appinfra-shutdown", this::stopAtSignal));
		Adaptation adaptation = new Adaptation(this.configuration.different(), this::initialize);
		new ApplicationStart(this.configuration, adaptation, this::serve, this.web::flush).run();
	}

	private void initialize(ConfigurableApplicationContext context) {
		if (this.logForwarded.compareAndSet(false, true)) {
			LogForwarding.start(this.web.outbox(), WorkerApplicationContext.extending(), libraryLoggers());
		}
		context.getBeanFactory().registerSingleton("appinfraStateData", this.store);
		context.getBeanFactory().registerSingleton("appinfraTickBatches", this.ticks);
	}

	private LibraryLoggers libraryLoggers() {
		List<String> sources = this.configuration.applications()
			.stream()
			.flatMap((application) -> application.sources().stream())
			.toList();
		return new LibraryLoggers(sources, () -> this.phase.hasTickers());
	}

	private void serve(ConfigurableApplicationContext context) throws InterruptedException {
		context.getBeanProvider(LoggingSystem.class).ifAvailable(this.logLevels::start);
		this.context = context;
		startHeartbeat();
		reportPrepared(context);
		this.beginning.await();
		context.getBeanProvider(MeterSource.class).ifAvailable(this.reports::measure);
		startTickers(context.getBean(TickerGroup.class));
		this.stopped.await();
	}

	private void reportPrepared(ConfigurableApplicationContext context) {
		List<String> tickers = List.copyOf(context.getBean(TickerGroup.class).tickers().keySet());
		this.web
			.send(Frame.of(FrameType.PREPARED, new Prepared(tickers, UnmetConditions.of(context.getBeanFactory()))));
	}

	private void receive() {
		Receiver receiver = this.web.receiver();
		receiver.on(FrameType.STOP, (frame) -> stopLater(frame.message(Stop.class)));
		receiver.on(FrameType.THREAD_DUMP,
				(frame) -> this.web.outbox().post(Frame.of(FrameType.THREAD_DUMP, ThreadDump.text())));
		this.beginning.register(receiver);
		this.commands.register(receiver);
		this.gate.register(receiver);
		this.logLevels.register(receiver);
		this.store.register(receiver);
		this.web.startReceiving();
	}

	private synchronized void startTickers(TickerGroup tickers) {
		this.tickers = tickers;
		this.beginning.applyTo(tickers);
		tickers.setListener(this.tickerReporter::status);
		if (this.phase == Phase.STARTING) {
			this.phase = Phase.WORKING;
			this.commands.take(tickers.tickers());
			this.gate.take(tickers);
			tickers.start();
			this.commands.started();
			this.tickerReporter.ready();
			this.reports.start(this.stopped);
		}
	}

	private void startHeartbeat() {
		beat();
		Repetition.start("appinfra-heartbeat", Duration.ofMillis(this.configuration.heartbeatMillis()), this.stopped,
				this::beat);
	}

	private void beat() {
		this.web.send(Frame.of(FrameType.HEARTBEAT, new Heartbeat(ResidentMemory.bytes())));
	}

	private void stopLater(Stop stop) {
		DetachedThreads.keepingAlive("appinfra-stop", () -> {
			stop(Duration.ofMillis(stop.graceMillis()));
			System.exit(0);
		}).start();
	}

	/**
	 * The system asks the process to end. When it is about to stop anyway, it is the web
	 * process that loses patience.
	 */
	private void stopAtSignal() {
		TickerGroup tickers = this.tickers;
		if (this.phase.isStop() && tickers != null) {
			tickers.interrupt();
		}
		stop(Duration.ofMillis(this.configuration.stopGraceMillis()));
	}

	private void stop(Duration grace) {
		if (beginStop()) {
			try {
				stopTickersAndContext(grace);
			}
			finally {
				this.web.flush();
				this.stopped.countDown();
			}
		}
		awaitStopped();
	}

	private synchronized boolean beginStop() {
		boolean first = !this.phase.isStop();
		if (first) {
			this.phase = this.phase.hasTickers() ? Phase.STOPPING_TICKERS : Phase.CLOSING;
		}
		return first;
	}

	private void stopTickersAndContext(Duration grace) {
		TickerGroup tickers = this.tickers;
		if (tickers != null) {
			tickers.stop(grace);
			this.phase = Phase.CLOSING;
			this.reports.report();
		}
		this.tickerReporter.closing();
		ApplicationContext context = this.context;
		while (context instanceof ConfigurableApplicationContext configurable) {
			context = configurable.getParent();
			configurable.close();
		}
		this.store.close();
	}

	private void awaitStopped() {
		try {
			this.stopped.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What a worker is about. The phases follow each other; one that is stopped before it
	 * works closes at once.
	 */
	private enum Phase {

		STARTING, WORKING, STOPPING_TICKERS, CLOSING;

		boolean hasTickers() {
			return this == WORKING || this == STOPPING_TICKERS;
		}

		boolean isStop() {
			return this == STOPPING_TICKERS || this == CLOSING;
		}

	}

}
