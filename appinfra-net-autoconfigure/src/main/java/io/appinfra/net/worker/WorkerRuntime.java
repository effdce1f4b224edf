package io.appinfra.net.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.GenericApplicationListener;

import io.appinfra.net.channel.Frame;
import io.appinfra.net.channel.FrameType;
import io.appinfra.net.channel.Receiver;
import io.appinfra.net.remote.lifecycle.Heartbeat;
import io.appinfra.net.remote.lifecycle.Stop;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.log.LogForwarding;
import io.appinfra.net.remote.log.LogLevelChanges;
import io.appinfra.net.remote.state.ChannelStateStore;
import io.appinfra.net.remote.ticker.TickerBeginning;
import io.appinfra.net.remote.ticker.TickerCommands;
import io.appinfra.net.remote.ticker.TickerReports;
import io.appinfra.net.ticker.local.TickBatches;
import io.appinfra.net.ticker.local.TickerGroup;
import io.appinfra.net.worker.context.WorkerApplicationContext;

/**
 * A worker from its start to its end.
 */
final class WorkerRuntime {

	/**
	 * Listeners of Spring Boot that make an environment, which a worker is sent, look for
	 * a terminal, which it has not, and load what it may not need.
	 */
	private static final Set<String> LEFT_OUT = Set.of("EnvironmentPostProcessorApplicationListener",
			"AnsiOutputApplicationListener", "BackgroundPreinitializingApplicationListener");

	private final CountDownLatch stopped = new CountDownLatch(1);

	private volatile boolean stopping;

	private volatile boolean failureReported;

	private final WebConnection web;

	private final WorkerConfiguration configuration;

	private final ChannelStateStore store;

	private final TickerReports tickerReports;

	private final TickerCommands commands;

	private final TickerBeginning beginning = new TickerBeginning();

	private final TickBatches ticks = new TickBatches();

	private final Reports reports;

	private final LogLevelChanges logLevels = new LogLevelChanges();

	private volatile @Nullable ConfigurableApplicationContext context;

	private volatile @Nullable TickerGroup tickers;

	WorkerRuntime(WebConnection web, WorkerConfiguration configuration) throws IOException {
		this.web = web;
		this.configuration = configuration;
		this.store = new ChannelStateStore(web.openState(), web::closed, web.outbox());
		this.tickerReports = new TickerReports(web.outbox());
		this.commands = new TickerCommands(this.tickerReports);
		this.reports = new Reports(web, this.tickerReports, this.ticks);
	}

	/**
	 * Run until the worker is stopped.
	 * @throws InterruptedException never, since nobody interrupts the main thread
	 */
	void run() throws InterruptedException {
		receive();
		Runtime.getRuntime().addShutdownHook(new Thread(this::stopAtSignal, "appinfra-shutdown"));
		ConfigurableApplicationContext context = startApplication();
		context.getBeanProvider(LoggingSystem.class).ifAvailable(this.logLevels::start);
		this.context = context;
		startHeartbeat();
		this.web.send(new Frame(FrameType.PREPARED, 0, new byte[0]));
		this.beginning.await();
		startTickers(context.getBean(TickerGroup.class));
		this.stopped.await();
	}

	private void receive() {
		Receiver receiver = this.web.receiver();
		receiver.on(FrameType.STOP, (frame) -> stopLater(frame.message(Stop.class)));
		receiver.on(FrameType.THREAD_DUMP,
				(frame) -> this.web.outbox().post(Frame.of(FrameType.THREAD_DUMP, ThreadDump.text())));
		this.beginning.register(receiver);
		this.commands.register(receiver);
		this.logLevels.register(receiver);
		this.store.register(receiver);
		this.web.startReceiving();
	}

	private ConfigurableApplicationContext startApplication() {
		try {
			return application().run(this.configuration.arguments().toArray(String[]::new));
		}
		catch (Throwable ex) {
			if (!this.failureReported) {
				ex.printStackTrace();
			}
			this.web.flush();
			System.exit(1);
			throw ex;
		}
	}

	private synchronized void startTickers(TickerGroup tickers) {
		this.tickers = tickers;
		this.beginning.applyTo(tickers);
		tickers.setListener(this.tickerReports::status);
		if (!this.stopping) {
			this.commands.take(tickers.tickers());
			tickers.start();
			this.commands.started();
			this.tickerReports.ready();
			this.reports.start(this.stopped);
		}
	}

	private SpringApplication application() {
		SpringApplication application = new SpringApplication();
		application.setSources(new LinkedHashSet<>(this.configuration.sources()));
		application.setEnvironment(new WorkerEnvironment(this.configuration));
		application.setAddCommandLineProperties(false);
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> !LEFT_OUT.contains(listener.getClass().getSimpleName()))
			.toList());
		application.addListeners(GenericApplicationListener.forEventType(ApplicationFailedEvent.class,
				(event) -> this.failureReported = true));
		application.setApplicationContextFactory((type) -> new WorkerApplicationContext());
		application.addInitializers((context) -> {
			LogForwarding.start(this.web.outbox());
			context.getBeanFactory().registerSingleton("appinfraStateData", this.store);
			context.getBeanFactory().registerSingleton("appinfraTickTally", this.ticks);
		});
		return application;
	}

	private void startHeartbeat() {
		Thread thread = new Thread(this::beat, "appinfra-heartbeat");
		thread.setDaemon(true);
		thread.start();
	}

	private void beat() {
		try {
			do {
				this.web.send(Frame.of(FrameType.HEARTBEAT, new Heartbeat(ResidentMemory.bytes())));
			}
			while (!this.stopped.await(this.configuration.heartbeatMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void stopLater(Stop stop) {
		new Thread(() -> {
			stop(Duration.ofMillis(stop.graceMillis()));
			System.exit(0);
		}, "appinfra-stop").start();
	}

	/**
	 * The system asks the process to end. When it is about to stop anyway, it is the web
	 * process that loses patience.
	 */
	private void stopAtSignal() {
		TickerGroup tickers = this.tickers;
		if (this.stopping && tickers != null) {
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
		boolean first = !this.stopping;
		this.stopping = true;
		return first;
	}

	private void stopTickersAndContext(Duration grace) {
		TickerGroup tickers = this.tickers;
		if (tickers != null) {
			tickers.stop(grace);
			this.reports.tell();
		}
		ConfigurableApplicationContext context = this.context;
		if (context != null) {
			context.close();
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

}
