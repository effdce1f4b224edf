package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.EventLoop;
import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.lifecycle.WorkerLink;
import io.appinfra.net.remote.lifecycle.WorkerProcess;
import io.appinfra.net.remote.ticker.RemoteTickers;
import io.appinfra.net.supervisor.WorkerCommand.Report;
import io.appinfra.net.supervisor.WorkerCommand.Tickers;
import io.appinfra.net.supervisor.WorkerEvent.WorkerTimer;
import io.appinfra.net.supervisor.WorkerRoles.Role;
import io.appinfra.net.supervisor.WorkerRoles.Running;
import io.appinfra.net.supervisor.WorkerStatus.LastExit;

/**
 * Does what is to be done about a worker: has its processes and timers, and remembers
 * what has become of them. Used by the event loop of the worker.
 */
final class WorkerExecution implements WorkerActions {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private static final Consumer<WorkerStop> NO_PROGRESS = (stop) -> {
	};

	private final Map<WorkerTimer, Runnable> timers = new HashMap<>();

	private final Map<RestartReason, Long> restartReasons = new EnumMap<>(RestartReason.class);

	private final WorkerProcesses processes;

	private final RemoteTickers tickers;

	private final WorkerProcess.Launcher launcher;

	private final EventLoop loop;

	private final LongFunction<SupervisedProcess> supervision;

	private final Consumer<WorkerEvent> events;

	private @Nullable LastExit lastExit;

	private WorkerJvm jvm = WorkerJvm.NONE;

	private long lastIncarnation;

	private Consumer<WorkerStop> progress = NO_PROGRESS;

	/**
	 * Create the execution of what is to be done about a worker.
	 * @param worker the worker in words
	 * @param tickers its tickers
	 * @param launcher launches its processes
	 * @param loop keeps the time
	 * @param supervision creates what supervises the process with a number
	 * @param events handles what happens in the loop
	 */
	WorkerExecution(String worker, RemoteTickers tickers, WorkerProcess.Launcher launcher, EventLoop loop,
			LongFunction<SupervisedProcess> supervision, Consumer<WorkerEvent> events) {
		this.processes = new WorkerProcesses(worker);
		this.tickers = tickers;
		this.launcher = launcher;
		this.loop = loop;
		this.supervision = supervision;
		this.events = events;
	}

	View view(WorkerRoles roles) {
		return new View(roles, this.processes.in(roles.current()), this.lastExit, this.jvm,
				Map.copyOf(this.restartReasons));
	}

	/**
	 * Return what is to be reported to whoever stops the worker, once.
	 * @return reports it
	 */
	Consumer<WorkerStop> takeProgress() {
		Consumer<WorkerStop> progress = this.progress;
		this.progress = NO_PROGRESS;
		return progress;
	}

	/**
	 * Send something to the process that has a role, if one has it and has connected.
	 */
	void send(Role role, Consumer<WorkerLink> message) {
		SupervisedProcess process = this.processes.in(role);
		if (process != null) {
			process.send(message);
		}
	}

	/**
	 * The current process has reported how its JVM is.
	 */
	void reported(SupervisedProcess process, JvmReport report) {
		this.jvm = this.jvm.with(process.replaceJvm(report), report);
	}

	@Override
	public void launch(long id, boolean forArchive) {
		SupervisedProcess process = this.supervision.apply(id);
		this.processes.add(process);
		process.launch(() -> forArchive ? this.launcher.launchWriter(process) : this.launcher.launch(process));
	}

	@Override
	public void begin(long process) {
		this.processes.with(process,
				(supervised) -> supervised.send((link) -> this.tickers.begin(link, nextIncarnation())));
	}

	/**
	 * Return the number of a process that is about to begin: the time, in milliseconds
	 * since the epoch, or what makes it greater than all former ones.
	 */
	private long nextIncarnation() {
		this.lastIncarnation = Math.max(this.lastIncarnation + 1, System.currentTimeMillis());
		return this.lastIncarnation;
	}

	@Override
	public void stop(long process) {
		with(process, WorkerProcess::stop);
	}

	@Override
	public void discard(long process, String why) {
		with(process, (child) -> child.discard(why));
	}

	@Override
	public void kill(long process, String why) {
		with(process, (child) -> child.kill(why));
	}

	private void with(long process, Consumer<WorkerProcess> action) {
		this.processes.with(process, (supervised) -> supervised.with(action));
	}

	@Override
	public void forget(long process) {
		this.processes.remove(process);
	}

	@Override
	public void arm(WorkerTimer timer, Duration delay) {
		disarm(timer);
		this.timers.put(timer, this.loop.after(delay, () -> {
			this.timers.remove(timer);
			this.events.accept(new WorkerEvent.Due(timer));
		}));
	}

	@Override
	public void disarm(WorkerTimer timer) {
		Runnable cancel = this.timers.remove(timer);
		if (cancel != null) {
			cancel.run();
		}
	}

	@Override
	public void tickers(Tickers.Change change) {
		switch (change) {
			case READY -> this.tickers.ready();
			case REPLACED -> this.tickers.processIsReplaced();
			case ENDED -> this.tickers.processEnded(true);
			case STOPPED -> this.tickers.processEnded(false);
		}
	}

	@Override
	public void timedOut(String ticker) {
		this.tickers.timedOut(ticker);
	}

	@Override
	public void count(RestartReason reason) {
		this.restartReasons.merge(reason, 1L, Long::sum);
	}

	@Override
	public void exited(@Nullable Integer code, String reason) {
		this.jvm = this.jvm.ended();
		this.lastExit = new LastExit(code, reason, Instant.now());
	}

	@Override
	public void archive(boolean written) {
		this.launcher.writerEnded(written);
	}

	@Override
	public void up(long process, Duration after) {
		logger.info("%s is up after %d ms, with %s".formatted(this.processes.name(process), after.toMillis(),
				this.tickers.names()));
	}

	@Override
	public void report(Report report) {
		this.processes.log(report);
	}

	@Override
	public void quiet() {
		this.progress = WorkerStop::tickersStopped;
	}

	@Override
	public void stopped() {
		this.progress = WorkerStop::processesEnded;
	}

	/**
	 * What other threads than its own see of a worker.
	 *
	 * @param roles its state
	 * @param process its current process, {@code null} if it has none
	 * @param lastExit how its process has ended last, {@code null} if none has
	 * @param jvm how its JVM is
	 * @param restartReasons how often there was a restart for which reason
	 */
	record View(WorkerRoles roles, @Nullable SupervisedProcess process, @Nullable LastExit lastExit, WorkerJvm jvm,
			Map<RestartReason, Long> restartReasons) {

		WorkerStatus status(String name, List<String> tickers, long now) {
			SupervisedProcess process = this.process;
			Duration silence = (this.roles.current() instanceof Running running)
					? Duration.ofNanos(now - running.heard()) : null;
			return (process != null)
					? new WorkerStatus(name, this.roles.state(), process.pid(), process.startedAt(),
							this.roles.restarts().total(), silence, process.rssBytes(), tickers, this.lastExit)
					: new WorkerStatus(name, this.roles.state(), null, null, this.roles.restarts().total(), null, null,
							tickers, this.lastExit);
		}

	}

}
