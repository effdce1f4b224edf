package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerException;
import io.appinfra.net.channel.LogLevel;
import io.appinfra.net.supervisor.WorkerStatus.LastExit;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A worker, through all of its processes: starts one, watches it, and starts another when
 * it has ended. Safe for use by many threads.
 */
final class Worker {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private static final int NANOS_PER_MILLI = 1_000_000;

	private final WorkerSettings settings;

	private final RemoteTickers tickers;

	private final WorkerProcess.Launcher launcher;

	private final Timer timer;

	private final Restarts restarts;

	private final Supplier<List<LogLevel>> logLevels;

	private WorkerState state = WorkerState.STOPPED;

	private @Nullable Incarnation current;

	private @Nullable LastExit lastExit;

	private @Nullable CompletableFuture<Void> stopped;

	private Runnable cancelTimer = () -> {
	};

	private long lastIncarnation;

	Worker(WorkerSettings settings, Collection<TickerDefinition> tickers, WorkerProcess.Launcher launcher, Timer timer,
			Restarts restarts, Supplier<List<LogLevel>> logLevels) {
		this.settings = settings;
		this.launcher = launcher;
		this.timer = timer;
		this.restarts = restarts;
		this.logLevels = logLevels;
		this.tickers = new RemoteTickers(tickers);
	}

	Map<String, RemoteTicker> tickers() {
		return this.tickers.asMap();
	}

	synchronized void start() {
		this.stopped = null;
		this.tickers.processEnded(true);
		launch();
	}

	/**
	 * Stop the worker.
	 * @return is completed when its process has ended
	 */
	synchronized CompletableFuture<Void> stop() {
		if (this.stopped == null) {
			this.stopped = new CompletableFuture<>();
			this.cancelTimer.run();
			if (this.current == null) {
				becomeStopped();
			}
			else {
				this.current.process().stop();
			}
		}
		return this.stopped;
	}

	/**
	 * Tell the process, if there is one, that a logger has another level.
	 * @param level the level
	 */
	synchronized void logLevel(LogLevel level) {
		WorkerLink link = (this.current != null) ? this.current.link : null;
		if (link != null) {
			link.logLevel(level);
		}
	}

	synchronized WorkerStatus status() {
		Incarnation current = this.current;
		List<String> tickers = this.tickers.names();
		if (current == null) {
			return new WorkerStatus(this.settings.name(), this.state, null, null, this.restarts.total(), null, null,
					tickers, this.lastExit);
		}
		Duration age = Duration.ofNanos(this.timer.nanos() - current.heartbeatNanos);
		return new WorkerStatus(this.settings.name(), this.state, current.process().pid(), current.startedAt,
				this.restarts.total(), age, current.rssBytes, tickers, this.lastExit);
	}

	private void launch() {
		this.state = WorkerState.STARTING;
		Incarnation incarnation = new Incarnation();
		this.current = incarnation;
		try {
			incarnation.process = this.launcher.launch(nextIncarnation(), incarnation);
			if (this.current == incarnation) {
				later(this.settings.startTimeout(), () -> incarnation
					.kill("it was not ready within " + this.settings.startTimeout().toMillis() + " ms"));
			}
		}
		catch (RuntimeException ex) {
			logger.debug("No process could be started", ex);
			incarnation.ended(new WorkerEvents.ProcessEnd(null, reason(ex), false, List.of()));
		}
	}

	private long nextIncarnation() {
		this.lastIncarnation = Math.max(this.lastIncarnation + 1, System.currentTimeMillis());
		return this.lastIncarnation;
	}

	private static String reason(RuntimeException failure) {
		return (failure instanceof ServerException) ? String.valueOf(failure.getMessage()) : failure.toString();
	}

	private void later(Duration delay, Runnable task) {
		this.cancelTimer.run();
		this.cancelTimer = this.timer.after(delay, task);
	}

	private void becomeStopped() {
		this.state = WorkerState.STOPPED;
		this.tickers.processEnded(false);
		if (this.stopped != null) {
			this.stopped.complete(null);
		}
	}

	private void watch(Incarnation incarnation) {
		Duration timeout = this.settings.heartbeatTimeout();
		Duration silence = Duration.ofNanos(this.timer.nanos() - incarnation.heartbeatNanos);
		if (silence.compareTo(timeout) >= 0) {
			incarnation.kill("it gave no sign of life for %d ms".formatted(silence.toMillis()));
		}
		else {
			later(timeout.minus(silence), () -> incarnation.ifCurrent(() -> watch(incarnation)));
		}
	}

	private void restart(Incarnation ended, WorkerEvents.ProcessEnd end) {
		boolean wasUp = this.state == WorkerState.UP;
		this.tickers.processEnded(true);
		Restarts.Decision decision = this.restarts.next(this.timer.nanos());
		this.state = decision.tooMany() ? WorkerState.DOWN : WorkerState.BACKOFF;
		report(ended, end, wasUp, decision);
		later(decision.delay(), this::startAgain);
	}

	private synchronized void startAgain() {
		if (this.stopped == null && this.current == null) {
			launch();
		}
	}

	private void report(Incarnation ended, WorkerEvents.ProcessEnd end, boolean wasUp, Restarts.Decision decision) {
		String what = "%s %s: %s. It is started again in %d ms".formatted(ended,
				wasUp ? "has ended" : "failed to start", end.reason(), decision.delay().toMillis());
		if (decision.tooMany()) {
			what += ", and so on, since it has ended %d times within %d s"
				.formatted(this.settings.restart().maxRestarts() + 1, this.settings.restart().window().toSeconds());
		}
		if (!wasUp) {
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

	/**
	 * One process of the worker. Events of a process that is not the current one any more
	 * have no effect.
	 */
	private final class Incarnation implements WorkerEvents {

		private final Instant startedAt = Instant.now();

		private final long startedNanos = Worker.this.timer.nanos();

		private final TickTimeouts timeouts = new TickTimeouts(Worker.this.tickers.timeouts(), Worker.this.timer,
				this::ifCurrent, this::killForTick);

		private @Nullable WorkerProcess process;

		private @Nullable WorkerLink link;

		private long heartbeatNanos = this.startedNanos;

		private @Nullable Long rssBytes;

		@Override
		public void connected(WorkerLink link) {
			ifCurrent(() -> {
				this.link = link;
				Worker.this.tickers.connect(link);
				Worker.this.logLevels.get().forEach(link::logLevel);
			});
		}

		@Override
		public void ready() {
			ifCurrent(() -> {
				Worker.this.state = WorkerState.UP;
				Worker.this.tickers.ready();
				this.heartbeatNanos = Worker.this.timer.nanos();
				logger.info("%s is up after %d ms, with %s".formatted(this,
						(this.heartbeatNanos - this.startedNanos) / NANOS_PER_MILLI, Worker.this.tickers.names()));
				watch(this);
			});
		}

		@Override
		public void heartbeat(long rssBytes) {
			ifCurrent(() -> {
				this.heartbeatNanos = Worker.this.timer.nanos();
				this.rssBytes = (rssBytes >= 0) ? rssBytes : null;
			});
		}

		@Override
		public void ticker(TickerStatus status) {
			ifCurrent(() -> {
				Worker.this.tickers.report(status);
				this.timeouts.report(status);
			});
		}

		@Override
		public void done(long id, @Nullable TickRecord tick) {
			Worker.this.tickers.answered(id, tick, null);
		}

		@Override
		public void refused(long id, String reason) {
			Worker.this.tickers.answered(id, null, reason);
		}

		@Override
		public void ended(ProcessEnd end) {
			ifCurrent(() -> {
				Worker.this.current = null;
				Worker.this.cancelTimer.run();
				Worker.this.lastExit = new LastExit(end.code(), end.reason(), Instant.now());
				if (Worker.this.stopped != null) {
					logger.info("%s has stopped: %s".formatted(this, end.inOrder() ? "in order" : end.reason()));
					becomeStopped();
				}
				else {
					restart(this, end);
				}
			});
		}

		/**
		 * End the process, unless a debugger may have halted it.
		 */
		private void kill(String why) {
			if (!Worker.this.settings.isDebugged()) {
				ifCurrent(() -> process().kill(why));
			}
		}

		private void killForTick(String ticker, String why) {
			if (!Worker.this.settings.isDebugged()) {
				Worker.this.tickers.timedOut(ticker);
				kill(why);
			}
		}

		private WorkerProcess process() {
			WorkerProcess process = this.process;
			if (process == null) {
				throw new IllegalStateException("The process has not been started");
			}
			return process;
		}

		private void ifCurrent(Runnable action) {
			synchronized (Worker.this) {
				if (Worker.this.current == this) {
					action.run();
				}
			}
		}

		@Override
		public String toString() {
			String pid = (this.process != null) ? " (pid %d)".formatted(this.process.pid()) : "";
			return "Worker '%s'%s".formatted(Worker.this.settings.name(), pid);
		}

	}

}
