package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.ticker.RemoteTicker;
import io.appinfra.net.remote.ticker.RemoteTickers;
import io.appinfra.net.supervisor.WorkerEvents.ProcessEnd;
import io.appinfra.net.supervisor.WorkerStatus.LastExit;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * A worker, through all of its processes: starts one, watches it, and starts another when
 * it has ended, or lets its standby take over. Safe for use by many threads.
 */
final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private final WorkerSettings settings;

	private final RemoteTickers tickers;

	private final WorkerProcess.Launcher launcher;

	private final Timer timer;

	private final Restarts restarts;

	private final Restarts standbyRestarts;

	private final Supplier<List<LoggerLevel>> logLevels;

	private final Map<RestartReason, Long> restartReasons = new EnumMap<>(RestartReason.class);

	private WorkerState state = WorkerState.STOPPED;

	private @Nullable Incarnation current;

	private @Nullable Incarnation standby;

	private @Nullable Incarnation trainee;

	private @Nullable LastExit lastExit;

	private WorkerJvm jvm = WorkerJvm.NONE;

	private @Nullable CompletableFuture<Void> stopped;

	private Runnable cancelStart = () -> {
	};

	private Runnable cancelStandbyStart = () -> {
	};

	private long lastIncarnation;

	Worker(WorkerSettings settings, Collection<TickerDefinition> tickers, WorkerProcess.Launcher launcher, Timer timer,
			Supplier<Restarts> restarts, Supplier<List<LoggerLevel>> logLevels) {
		this.settings = settings;
		this.launcher = launcher;
		this.timer = timer;
		this.restarts = restarts.get();
		this.standbyRestarts = restarts.get();
		this.logLevels = logLevels;
		this.tickers = new RemoteTickers(tickers);
		if (settings.standby() && !settings.canBeTwo()) {
			logger.warn(this + " has no standby: its jvm-args open a port, which one process alone can do");
		}
	}

	Map<String, RemoteTicker> tickers() {
		return this.tickers.asMap();
	}

	/**
	 * Set who is told of every tick that has ended.
	 * @param listener the listener, which must not wait
	 */
	void setTickListener(TickListener listener) {
		this.tickers.setListener(listener);
	}

	synchronized void start() {
		this.stopped = null;
		this.tickers.processEnded(true);
		launch();
	}

	/**
	 * Stop the worker.
	 * @return is completed when its process has ended, and its standby
	 */
	synchronized CompletableFuture<Void> stop() {
		if (this.stopped == null) {
			this.stopped = new CompletableFuture<>();
			this.cancelStart.run();
			this.cancelStandbyStart.run();
			ticking().forEach(Incarnation::stop);
			discardTrainee();
			stoppedIfAllEnded();
		}
		return this.stopped;
	}

	/**
	 * Put another process, or the standby, in the place of the current one, which is
	 * stopped in order. Without one, start it at once.
	 * @throws IllegalStateException if the worker is stopped
	 */
	synchronized void restart() {
		if (this.stopped != null || this.state == WorkerState.STOPPED) {
			throw new IllegalStateException(this + " is stopped, and starts with the application only");
		}
		Incarnation current = this.current;
		if (current == null) {
			logger.info(this + " is started at once, on request");
			this.cancelStart.run();
			startAgain();
		}
		else if (!current.isReplaced()) {
			this.state = WorkerState.STARTING;
			current.replace();
		}
	}

	/**
	 * Tell the processes that a logger has another level.
	 * @param level the level
	 */
	synchronized void logLevel(LoggerLevel level) {
		ticking().forEach((incarnation) -> incarnation.logLevels(List.of(level)));
	}

	synchronized WorkerStatus status() {
		Incarnation current = this.current;
		Long pid = (current != null) ? current.pid() : null;
		Instant startedAt = (current != null) ? current.startedAt() : null;
		Duration silence = (current != null) ? current.silence() : null;
		Long rssBytes = (current != null) ? current.rssBytes() : null;
		return new WorkerStatus(this.settings.name(), this.state, pid, startedAt, this.restarts.total(), silence,
				rssBytes, this.tickers.names(), this.lastExit);
	}

	synchronized WorkerJvm jvm() {
		return this.jvm;
	}

	synchronized long restarts(RestartReason reason) {
		return this.restartReasons.getOrDefault(reason, 0L);
	}

	private Incarnation newIncarnation() {
		return new Incarnation(this, this.settings, this.tickers, this.timer);
	}

	private void launch() {
		this.state = WorkerState.STARTING;
		this.current = newIncarnation();
		this.current.launch(this.launcher::launch);
	}

	private synchronized void startAgain() {
		if (this.stopped == null && this.current == null) {
			if (this.standby == null) {
				launch();
			}
			else {
				this.state = WorkerState.STARTING;
				this.current = this.standby;
				this.standby = null;
				this.current.takeOver();
			}
		}
	}

	private synchronized void launchStandby() {
		boolean wanted = this.settings.standby() && this.settings.canBeTwo();
		boolean inOrder = this.stopped == null && this.state == WorkerState.UP;
		if (wanted && inOrder && this.standby == null && this.trainee == null) {
			this.standby = newIncarnation();
			this.standby.launch(this.launcher::launch);
		}
	}

	/**
	 * What the trainee writes may take long, and a JVM that has written an archive must
	 * do nothing more: it is told nothing, and can be killed.
	 */
	private void discardTrainee() {
		Incarnation trainee = this.trainee;
		if (trainee != null) {
			trainee.discard("the application stops, which does not wait for a class data archive");
		}
	}

	private List<Incarnation> ticking() {
		return Stream.of(this.current, this.standby).filter(Objects::nonNull).toList();
	}

	private List<Incarnation> living() {
		return Stream.of(this.current, this.standby, this.trainee).filter(Objects::nonNull).toList();
	}

	boolean isAlive(Incarnation incarnation) {
		return living().contains(incarnation);
	}

	/**
	 * A process has connected.
	 */
	void connected(Incarnation incarnation) {
		incarnation.logLevels(this.logLevels.get());
	}

	/**
	 * The application of a process has started: it can begin to tick.
	 */
	void prepared(Incarnation incarnation) {
		if (incarnation == this.current) {
			incarnation.begin();
		}
		else if (incarnation == this.standby) {
			incarnation.standBy();
		}
		else {
			incarnation.stop();
		}
	}

	/**
	 * Return the number of a process that is about to begin: the time, in milliseconds
	 * since the epoch, or what makes it greater than all former ones.
	 */
	long nextIncarnation() {
		this.lastIncarnation = Math.max(this.lastIncarnation + 1, System.currentTimeMillis());
		return this.lastIncarnation;
	}

	/**
	 * The tickers of the current process have started.
	 */
	void ready(Incarnation incarnation) {
		this.state = WorkerState.UP;
		this.tickers.ready();
		logger.info("%s is up after %d ms, with %s".formatted(incarnation, incarnation.age().toMillis(),
				this.tickers.names()));
		launchTrainee();
		launchStandby();
	}

	private void launchTrainee() {
		boolean possible = this.stopped == null && this.settings.canBeTwo();
		if (possible && this.trainee == null && this.launcher.needsTraining()) {
			this.trainee = newIncarnation();
			this.trainee.launch(this.launcher::launchTraining);
		}
	}

	/**
	 * The current process has told how its JVM is.
	 * @param before what it had told before, {@code null} if nothing
	 * @param now what it tells
	 */
	void jvm(@Nullable JvmReport before, JvmReport now) {
		this.jvm = this.jvm.with(before, now);
	}

	/**
	 * A process has ended.
	 */
	void ended(Incarnation incarnation, ProcessEnd end) {
		boolean goesOn = this.stopped == null;
		if (incarnation == this.trainee) {
			this.trainee = null;
			boolean written = incarnation.isPrepared() && end.inOrder();
			if (goesOn && !written) {
				logger.info("%s, which was to write a class data archive, has failed: %s".formatted(incarnation,
						end.reason()));
			}
			this.launcher.trained(written);
			launchStandby();
		}
		else if (incarnation == this.standby) {
			this.standby = null;
			if (goesOn) {
				restartStandby(incarnation, end);
			}
		}
		else {
			this.current = null;
			this.jvm = this.jvm.ended();
			if (goesOn) {
				RestartReason reason = incarnation.restartReason(end, this.state == WorkerState.UP);
				this.restartReasons.merge(reason, 1L, Long::sum);
			}
			this.lastExit = new LastExit(end.code(), reason(incarnation, end, goesOn), Instant.now());
			if (goesOn && incarnation.isReplaced()) {
				restartAsRequested(incarnation, end);
			}
			else if (goesOn) {
				restart(incarnation, end);
			}
		}
		if (!goesOn) {
			logger.info("%s has stopped: %s".formatted(incarnation, inOrderOrReason(end)));
			stoppedIfAllEnded();
		}
	}

	private String reason(Incarnation ended, ProcessEnd end, boolean goesOn) {
		if (goesOn && ended.isReplaced()) {
			return "restart requested: " + inOrderOrReason(end);
		}
		boolean failedToStart = goesOn && this.state != WorkerState.UP && !end.requested();
		return failedToStart ? end.startFailure() : end.reason();
	}

	private static String inOrderOrReason(ProcessEnd end) {
		return end.inOrder() ? "in order" : end.reason();
	}

	private void restartAsRequested(Incarnation ended, ProcessEnd end) {
		this.tickers.processEnded(true);
		this.restarts.requested();
		logger.info("%s has stopped for the restart that was requested: %s. %s".formatted(ended, inOrderOrReason(end),
				(this.standby != null) ? this.standby + " takes over" : "Another is started at once"));
		startAgain();
	}

	private void restart(Incarnation ended, ProcessEnd end) {
		boolean wasUp = this.state == WorkerState.UP;
		this.tickers.processEnded(true);
		Restarts.Decision decision = this.restarts.next(this.timer.nanos());
		this.state = decision.tooMany() ? WorkerState.DOWN : WorkerState.BACKOFF;
		this.cancelStart.run();
		if (this.standby != null && !decision.tooMany()) {
			report(ended, end, wasUp, this.standby + " takes over");
			startAgain();
		}
		else {
			report(ended, end, wasUp, "It is started again in " + inWords(decision));
			this.cancelStart = this.timer.after(decision.delay(), this::startAgain);
		}
	}

	private void restartStandby(Incarnation ended, ProcessEnd end) {
		Restarts.Decision decision = this.standbyRestarts.next(this.timer.nanos());
		report(ended, end, ended.isPrepared(), "It stood by. Another is started in " + inWords(decision));
		this.cancelStandbyStart.run();
		this.cancelStandbyStart = this.timer.after(decision.delay(), this::launchStandby);
	}

	private String inWords(Restarts.Decision decision) {
		String delay = decision.delay().toMillis() + " ms";
		return decision.tooMany()
				? "%s, and so on, since it has ended %d times within %d s".formatted(delay,
						this.settings.restart().maxRestarts() + 1, this.settings.restart().window().toSeconds())
				: delay;
	}

	private void report(Incarnation ended, ProcessEnd end, boolean wasReady, String next) {
		boolean failedToStart = !wasReady && !end.requested();
		String what = "%s %s: %s. %s".formatted(ended, failedToStart ? "failed to start" : "has ended", end.reason(),
				next);
		if (failedToStart) {
			logger.error(what + (end.lastLines().isEmpty() ? ""
					: ". Its last output was:\n    " + String.join("\n    ", end.lastLines())));
		}
		else if (end.requested()) {
			logger.info(what);
		}
		else {
			logger.warn(what);
		}
	}

	private void stoppedIfAllEnded() {
		if (living().isEmpty()) {
			this.state = WorkerState.STOPPED;
			this.tickers.processEnded(false);
			this.stopped.complete(null);
		}
	}

	@Override
	public String toString() {
		return "Worker '%s'".formatted(this.settings.name());
	}

}
