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

import io.appinfra.net.channel.Heartbeat;
import io.appinfra.net.channel.Stop;
import io.appinfra.net.channel.WorkerConfiguration;
import io.appinfra.net.ticker.TickTally;
import io.appinfra.net.ticker.TickerGroup;
import io.appinfra.net.worker.WebProcess.Beginning;

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

	private final WebProcess web;

	private final WorkerConfiguration configuration;

	private final ChannelStateStore store;

	private final TickerCommands commands;

	private final TickTally ticks = new TickTally();

	private final Reports reports;

	private final LogLevelChanges logLevels = new LogLevelChanges();

	private volatile @Nullable ConfigurableApplicationContext context;

	private volatile @Nullable TickerGroup tickers;

	WorkerRuntime(WebProcess web, WorkerConfiguration configuration) throws IOException {
		this.web = web;
		this.configuration = configuration;
		this.store = new ChannelStateStore(web);
		this.commands = new TickerCommands(web);
		this.reports = new Reports(web, this.ticks);
	}

	/**
	 * Run until the worker is stopped.
	 * @throws InterruptedException never, since nobody interrupts the main thread
	 */
	void run() throws InterruptedException {
		this.web.listen(this::stopLater, this.commands::accept, this.logLevels::accept, this.store::changed);
		Runtime.getRuntime().addShutdownHook(new Thread(this::stopAtSignal, "appinfra-shutdown"));
		ConfigurableApplicationContext context = startApplication();
		context.getBeanProvider(LoggingSystem.class).ifAvailable(this.logLevels::start);
		this.context = context;
		startHeartbeat();
		this.web.prepared();
		startTickers(context.getBean(TickerGroup.class), this.web.awaitBegin());
		this.stopped.await();
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

	private synchronized void startTickers(TickerGroup tickers, Beginning beginning) {
		this.tickers = tickers;
		beginning.tickers().forEach(tickers::resume);
		tickers.setIncarnation(beginning.incarnation());
		tickers.setListener(this.web::ticker);
		if (!this.stopping) {
			this.commands.take(tickers.tickers());
			tickers.start();
			this.commands.started();
			this.web.ready();
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
			LogForwarding.start(this.web::log);
			context.getBeanFactory().registerSingleton("appinfraStateStore", this.store);
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
				this.web.heartbeat(new Heartbeat(ResidentMemory.bytes()));
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
