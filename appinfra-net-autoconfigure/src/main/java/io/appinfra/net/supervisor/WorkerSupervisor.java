package io.appinfra.net.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.ServerStartupException;
import io.appinfra.net.channel.ChannelServer;
import io.appinfra.net.channel.LastingServer;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint;
import io.appinfra.net.remote.lifecycle.EnvironmentSnapshot;
import io.appinfra.net.remote.lifecycle.ThreadLoop;
import io.appinfra.net.remote.lifecycle.WorkerHost;
import io.appinfra.net.remote.lifecycle.WorkerProcess;
import io.appinfra.net.remote.log.ChangedLogLevels;
import io.appinfra.net.remote.meter.MeterSink;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSource;

/**
 * All workers of the application. Safe for use by many threads.
 */
public final class WorkerSupervisor implements TickerSource, AutoCloseable {

	private final Map<String, Worker> workers = new TreeMap<>();

	private final ApplicationBlueprint blueprint;

	private final ConfigurableEnvironment environment;

	private final StateSession session;

	private final List<ThreadLoop> loops = new ArrayList<>();

	private final ChangedLogLevels logLevels = new ChangedLogLevels(
			(level) -> this.workers.values().forEach((worker) -> worker.logLevel(level)));

	private Supplier<TickListener> tickListener = () -> TickListeners.NONE;

	private volatile Supplier<List<Object>> connections = List::of;

	private volatile Supplier<MeterSink> meters = () -> MeterSink.NONE;

	private final LastingServer server;

	private volatile boolean running;

	private volatile CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

	/**
	 * Create a supervisor. It has a worker for each that a ticker names.
	 * @param tickers the tickers that run in workers
	 * @param settings returns the settings of a worker
	 * @param blueprint what the application was started from
	 * @param environment the environment of this process
	 * @param session this instance at the store of the shared state
	 */
	public WorkerSupervisor(Collection<TickerDefinition> tickers, Function<String, WorkerSettings> settings,
			ApplicationBlueprint blueprint, ConfigurableEnvironment environment, StateSession session) {
		this(tickers, settings, blueprint, environment, session, new LastingServer());
	}

	WorkerSupervisor(Collection<TickerDefinition> tickers, Function<String, WorkerSettings> settings,
			ApplicationBlueprint blueprint, ConfigurableEnvironment environment, StateSession session,
			LastingServer server) {
		this.blueprint = blueprint;
		this.environment = environment;
		this.session = session;
		this.server = server;
		Set<String> names = new TreeSet<>(tickers.stream().map((ticker) -> ticker.settings().worker()).toList());
		names.forEach((name) -> this.workers.put(name, worker(settings.apply(name), tickers)));
	}

	/**
	 * Set what processes that are started from now on have of the beans of this process.
	 * @param connections returns the connection details that are sent to a process
	 * @param meters returns what takes what a process measures
	 */
	public void setBeans(Supplier<List<Object>> connections, Supplier<MeterSink> meters) {
		this.connections = connections;
		this.meters = meters;
	}

	private Worker worker(WorkerSettings settings, Collection<TickerDefinition> tickers) {
		List<TickerDefinition> own = tickers.stream().filter((ticker) -> ticker.inWorker(settings.name())).toList();
		ThreadLoop loop = new ThreadLoop("appinfra-supervisor-" + settings.name());
		this.loops.add(loop);
		WorkerProcess.Launcher launcher = new JavaWorkerLauncher(settings, this.blueprint, this.environment,
				() -> new WorkerHost(openServer(), this.session, loop, this.connections.get(), this.meters.get()));
		return new Worker(settings, own, launcher, loop, () -> ThreadLocalRandom.current().nextDouble(),
				this.logLevels::changed);
	}

	/**
	 * Return the names of the workers.
	 * @return the names, in alphabetical order
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(this.workers.keySet());
	}

	/**
	 * Return the status of each worker.
	 * @return the statuses, in the order of the names
	 */
	public List<WorkerStatus> workers() {
		return this.workers.values().stream().map(Worker::status).toList();
	}

	/**
	 * Return the status of one worker.
	 * @param name the name of the worker
	 * @return its status
	 * @throws IllegalArgumentException if there is no worker of that name
	 */
	public WorkerStatus worker(String name) {
		return named(name).status();
	}

	/**
	 * Return how often a worker's process was started again for a reason.
	 * @param name the name of the worker
	 * @param reason the reason
	 * @return the number of restarts
	 * @throws IllegalArgumentException if there is no worker of that name
	 */
	public long restarts(String name, RestartReason reason) {
		return named(name).restarts(reason);
	}

	/**
	 * Return how the JVM of a worker is.
	 * @param name the name of the worker
	 * @return how it was a second ago
	 * @throws IllegalArgumentException if there is no worker of that name
	 */
	public WorkerJvm jvm(String name) {
		return named(name).jvm();
	}

	private Worker named(String name) {
		Worker worker = this.workers.get(name);
		if (worker == null) {
			throw new IllegalArgumentException("There is no worker '%s'. The workers are %s".formatted(name, names()));
		}
		return worker;
	}

	/**
	 * Put another process in the place of a worker's: the current one is stopped normally
	 * first, as with the application. A standby takes over; without one, another process
	 * is started at once, also where the worker would have waited longer. The restart
	 * counts as one, but not towards {@code max-restarts}. Returns before the process has
	 * ended.
	 * @param name the name of the worker
	 * @return the status of the worker
	 * @throws IllegalArgumentException if there is no worker of that name
	 * @throws IllegalStateException if the worker is stopped
	 */
	public WorkerStatus restart(String name) {
		Worker worker = named(name);
		worker.restart();
		return worker.status();
	}

	@Override
	public Map<String, TickerControl> tickers() {
		Map<String, TickerControl> tickers = new TreeMap<>();
		this.workers.values().forEach((worker) -> tickers.putAll(worker.tickers()));
		return tickers;
	}

	/**
	 * Set what decides whether ticks of tickers of the cluster begin.
	 * @param gate the gate, which may wait
	 */
	public void setGate(TickGate gate) {
		this.workers.values().forEach((worker) -> worker.setGate(gate));
	}

	/**
	 * Start a ticker of the cluster, in the present process of its worker and in each
	 * that follows.
	 * @param ticker the ticker
	 * @param opening returns what it starts from, for each process anew, and may wait
	 */
	public void startTicker(TickerDefinition ticker, Function<TickerDefinition, TickGate.Start> opening) {
		named(ticker.settings().worker()).startTicker(ticker.name(), opening);
	}

	/**
	 * Stop a ticker of the cluster when its tick has ended.
	 * @param ticker the ticker
	 * @return is completed when it has ended, or its process has
	 */
	public CompletableFuture<Void> stopTicker(TickerDefinition ticker) {
		return named(ticker.settings().worker()).stopTicker(ticker.name());
	}

	/**
	 * End a ticker of the cluster at once. Its process is killed if it does not obey.
	 * @param ticker the ticker
	 * @param patience how long it may take
	 * @return is completed when it has ended, or its process has
	 */
	public CompletableFuture<Void> abandonTicker(TickerDefinition ticker, Duration patience) {
		return named(ticker.settings().worker()).abandonTicker(ticker.name(), patience);
	}

	/**
	 * Set who is notified of every tick that has ended in a worker.
	 * @param listener returns the listener when the workers start; it must not wait
	 */
	public synchronized void setTickListener(Supplier<TickListener> listener) {
		this.tickListener = listener;
	}

	/**
	 * Start all workers. Returns before they are up.
	 * @throws ServerStartupException if no channel to them can be opened
	 */
	synchronized void start() {
		if (this.workers.isEmpty() || isRunning()) {
			return;
		}
		this.ended.join();
		openServer();
		this.running = true;
		EnvironmentSnapshot.warnOfUnlisted(this.environment);
		this.loops.forEach(ThreadLoop::open);
		this.logLevels.start();
		TickListener ticks = this.tickListener.get();
		this.workers.values().forEach((worker) -> worker.setTickListener(ticks));
		this.workers.values().forEach(Worker::start);
	}

	/**
	 * Stop all workers, at the same time.
	 * @return is completed when none of their tickers ticks any more
	 */
	synchronized CompletableFuture<Void> stop() {
		if (!isRunning()) {
			return CompletableFuture.completedFuture(null);
		}
		this.running = false;
		WorkerStop stop = WorkerStop.ofAll(this.workers.values().stream().map(Worker::stop).toList());
		this.ended = stop.processes().whenComplete((ended, failure) -> allEnded());
		return stop.tickers();
	}

	/**
	 * Stop all workers, and wait until their processes have ended: what they may use to
	 * the last, such as the shared state, is closed only then.
	 */
	@Override
	public void close() {
		stop();
		this.ended.join();
	}

	boolean isRunning() {
		return this.running;
	}

	private ChannelServer openServer() {
		try {
			return this.server.get();
		}
		catch (IOException ex) {
			throw new ServerStartupException("No channel to workers could be opened: " + ex.getMessage(), ex);
		}
	}

	private void allEnded() {
		this.loops.forEach(ThreadLoop::close);
		this.logLevels.stop();
		this.server.close();
	}

}
