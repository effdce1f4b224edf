package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.EventLoop;
import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.lifecycle.WorkerProcess;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.remote.ticker.RemoteTicker;
import io.appinfra.net.remote.ticker.RemoteTickers;
import io.appinfra.net.supervisor.WorkerRoles.Phase;
import io.appinfra.net.supervisor.WorkerRoles.Running;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;

/**
 * A worker, through all of its processes. Turns what happens into events, and does what
 * their {@link WorkerTransition}s say, one after the other in its event loop, which owns
 * its state. Safe for use by many threads.
 */
final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private final WorkerSettings settings;

	private final RemoteTickers tickers;

	private final WorkerProcess.Launcher launcher;

	private final EventLoop loop;

	private final DoubleSupplier random;

	private final Supplier<List<LoggerLevel>> logLevels;

	private final WorkerExecution execution;

	private final AtomicReference<@Nullable WorkerStop> stop = new AtomicReference<>();

	private WorkerRoles roles;

	private volatile WorkerExecution.View view;

	Worker(WorkerSettings settings, Collection<TickerDefinition> tickers, WorkerProcess.Launcher launcher,
			EventLoop loop, DoubleSupplier random, Supplier<List<LoggerLevel>> logLevels) {
		this.settings = settings;
		this.launcher = launcher;
		this.loop = loop;
		this.random = random;
		this.logLevels = logLevels;
		this.tickers = new RemoteTickers(tickers);
		this.execution = new WorkerExecution(toString(), this.tickers, launcher, loop, this::supervise, this::handle);
		this.roles = WorkerRoles.initial(settings.restart());
		this.view = this.execution.view(this.roles);
		if (settings.standby() && !settings.canBeTwo()) {
			logger.warn(this + " has no standby: its jvm-args open a port, which one process alone can do");
		}
	}

	Map<String, RemoteTicker> tickers() {
		return this.tickers.asMap();
	}

	/**
	 * Set who is notified of every tick that has ended.
	 * @param listener the listener, which must not wait
	 */
	void setTickListener(TickListener listener) {
		this.tickers.setListener(listener);
	}

	/**
	 * Set what decides whether ticks of tickers of the cluster begin.
	 * @param gate the gate, which may wait
	 */
	void setGate(TickGate gate) {
		this.tickers.clustered().setGate(gate);
	}

	/**
	 * Start a ticker of the cluster, in the present process and in each that follows.
	 * @param ticker the name of the ticker
	 * @param opening returns what it starts from, for each process anew, and may wait
	 */
	void startTicker(String ticker, Function<TickerDefinition, TickGate.Start> opening) {
		this.tickers.clustered().start(ticker, opening);
	}

	/**
	 * Stop a ticker of the cluster when its tick has ended.
	 * @param ticker the name of the ticker
	 * @return is completed when it has ended, or its process has
	 */
	CompletableFuture<Void> stopTicker(String ticker) {
		return this.tickers.clustered().end(ticker, false);
	}

	/**
	 * End a ticker of the cluster at once, with its process if its tick does not obey. A
	 * process in which it does not tick is left alone, however late it answers: what the
	 * ticker was about to do may wait for a store that is away.
	 * @param ticker the name of the ticker
	 * @param patience how long it may take
	 * @return is completed when it has ended, or its process has
	 */
	CompletableFuture<Void> abandonTicker(String ticker, Duration patience) {
		CompletableFuture<Void> ended = this.tickers.clustered().end(ticker, true);
		this.loop.after(patience, () -> {
			if (!ended.isDone() && isTicking(ticker) && this.roles.current() instanceof Running current) {
				handle(new WorkerEvent.Overdue(current.id(), ticker,
						"ticker '%s' did not end when this instance had lost its lease".formatted(ticker), true));
			}
		});
		return ended;
	}

	private boolean isTicking(String ticker) {
		return this.tickers.asMap().get(ticker).status().state() == TickerState.RUNNING;
	}

	/**
	 * Start the worker. Returns when its process has been launched.
	 */
	void start() {
		this.stop.set(null);
		this.loop.await(() -> handle(new WorkerEvent.Start()));
	}

	/**
	 * Stop the worker.
	 * @return what is completed when its tickers have stopped, and its processes ended
	 */
	WorkerStop stop() {
		WorkerStop stop = new WorkerStop();
		if (this.stop.compareAndSet(null, stop)) {
			happens(new WorkerEvent.Stop());
		}
		return Objects.requireNonNullElse(this.stop.get(), stop);
	}

	/**
	 * Put another process, or the standby, in the place of the current one, which is
	 * stopped normally. Without one, start it at once.
	 * @throws IllegalStateException if the worker is stopped
	 */
	void restart() {
		boolean handled = this.view.roles().phase() == Phase.RUNNING
				&& this.loop.await(() -> handle(new WorkerEvent.Restart()));
		if (!handled) {
			throw new IllegalStateException(this + " is stopped, and starts with the application only");
		}
	}

	/**
	 * Send the new level of a logger to the processes that tick or will.
	 * @param level the level
	 */
	void logLevel(LoggerLevel level) {
		this.loop.execute(() -> Stream.of(this.roles.current(), this.roles.standby())
			.forEach((role) -> this.execution.send(role, (link) -> link.logLevel(level))));
	}

	WorkerStatus status() {
		return this.view.status(this.settings.name(), this.tickers.names(), this.loop.nanos());
	}

	WorkerJvm jvm() {
		return this.view.jvm();
	}

	long restarts(RestartReason reason) {
		return this.view.restartReasons().getOrDefault(reason, 0L);
	}

	/**
	 * A process has connected.
	 */
	void connected(SupervisedProcess process) {
		this.loop.execute(() -> process.send((link) -> this.logLevels.get().forEach(link::logLevel)));
	}

	/**
	 * The application of a process has started.
	 */
	void prepared(long process, Prepared prepared) {
		this.loop.execute(() -> {
			String lacking = prepared.lacking(this.tickers.names());
			if (lacking != null && this.roles.isCurrent(process)) {
				this.tickers.lacking(prepared.tickers(), lacking);
			}
			handle(new WorkerEvent.Prepared(process, lacking));
		});
	}

	/**
	 * The tickers of a process have started.
	 */
	void ready(long process) {
		this.loop.execute(() -> handle(new WorkerEvent.Ready(process, this.launcher.isArchiveMissing())));
	}

	/**
	 * A process has reported how its JVM is.
	 */
	void jvm(SupervisedProcess process, JvmReport report) {
		this.loop.execute(() -> {
			if (this.roles.isCurrent(process.id())) {
				this.execution.reported(process, report);
				publish();
			}
		});
	}

	void happens(WorkerEvent event) {
		this.loop.execute(() -> handle(event));
	}

	private void handle(WorkerEvent event) {
		WorkerTransition.Step step = WorkerTransition.of(this.settings, this.roles, event, this.loop.nanos(),
				this.random.getAsDouble());
		this.roles = step.roles();
		step.commands().forEach((command) -> command.execute(this.execution));
		publish();
		Consumer<WorkerStop> progress = this.execution.takeProgress();
		WorkerStop stop = this.stop.get();
		if (stop != null) {
			progress.accept(stop);
		}
	}

	private void publish() {
		this.view = this.execution.view(this.roles);
	}

	private SupervisedProcess supervise(long process) {
		TickTimeouts timeouts = new TickTimeouts(this.tickers.timeouts(), this.loop,
				(ticker, why) -> happens(new WorkerEvent.Overdue(process, ticker, why, false)));
		return new SupervisedProcess(process, this, this.tickers, timeouts);
	}

	@Override
	public String toString() {
		return "Worker '%s'".formatted(this.settings.name());
	}

}
