package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerException;
import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.ticker.RemoteTickers;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;

/**
 * One process of a worker: its current one, or one that stands by. Its state is guarded
 * by the worker, which is locked for each event. Events of a process that is neither any
 * more have no effect.
 */
final class Incarnation implements WorkerEvents {

	private static final Log logger = LogFactory.getLog(Incarnation.class);

	private final Instant startedAt = Instant.now();

	private final Worker worker;

	private final WorkerSettings settings;

	private final RemoteTickers tickers;

	private final Timer timer;

	private final TickTimeouts timeouts;

	private @Nullable WorkerProcess process;

	private @Nullable WorkerLink link;

	private boolean prepared;

	private boolean replaced;

	private long bornNanos;

	private long heartbeatNanos;

	private @Nullable Long rssBytes;

	private @Nullable JvmReport jvm;

	private @Nullable RestartReason killedFor;

	private Runnable cancelTimer = () -> {
	};

	/**
	 * Tells a task that was cancelled while it waited for the lock.
	 */
	private long plans;

	Incarnation(Worker worker, WorkerSettings settings, RemoteTickers tickers, Timer timer) {
		this.worker = worker;
		this.settings = settings;
		this.tickers = tickers;
		this.timer = timer;
		this.timeouts = new TickTimeouts(tickers.timeouts(), timer, this::ifAlive, this::killForTick);
		this.bornNanos = timer.nanos();
		this.heartbeatNanos = this.bornNanos;
	}

	/**
	 * Start the process.
	 * @param launcher starts it
	 */
	void launch(Function<WorkerEvents, WorkerProcess> launcher) {
		try {
			this.process = launcher.apply(this);
			ifAlive(() -> awaitUntil(this.settings.startTimeout()));
		}
		catch (RuntimeException | Error ex) {
			logger.debug("No process could be started", ex);
			ended(new ProcessEnd(null, reason(ex), false, List.of()));
		}
	}

	private static String reason(Throwable failure) {
		return (failure instanceof ServerException) ? String.valueOf(failure.getMessage()) : failure.toString();
	}

	private void awaitUntil(Duration timeout) {
		later(timeout,
				() -> kill(RestartReason.START_FAILURE, "it was not ready within %d ms".formatted(timeout.toMillis())));
	}

	private void later(Duration delay, Runnable task) {
		long plan = ++this.plans;
		this.cancelTimer.run();
		this.cancelTimer = this.timer.after(delay, () -> ifAlive(() -> {
			if (plan == this.plans) {
				task.run();
			}
		}));
	}

	/**
	 * Become the current process, after having stood by.
	 */
	void takeOver() {
		this.bornNanos = this.timer.nanos();
		awaitUntil(this.settings.startTimeout());
		if (this.prepared) {
			begin();
		}
	}

	/**
	 * Let the tickers start.
	 */
	void begin() {
		WorkerLink link = this.link;
		if (link != null) {
			this.tickers.begin(link, this.worker.nextIncarnation());
		}
	}

	void stop() {
		process().stop();
	}

	/**
	 * Stop the process, so that another one takes its place.
	 */
	void replace() {
		this.replaced = true;
		this.tickers.processIsReplaced();
		stop();
	}

	/**
	 * Return whether the process ends since another one is to take its place.
	 * @return whether it is replaced
	 */
	boolean isReplaced() {
		return this.replaced;
	}

	void discard(String why) {
		process().discard(why);
	}

	void logLevels(List<LoggerLevel> levels) {
		WorkerLink link = this.link;
		if (link != null) {
			levels.forEach(link::logLevel);
		}
	}

	boolean isPrepared() {
		return this.prepared;
	}

	Instant startedAt() {
		return this.startedAt;
	}

	/**
	 * Return how long this process is or is to become the current one.
	 * @return the time since its start, or since it took over
	 */
	Duration age() {
		return Duration.ofNanos(this.timer.nanos() - this.bornNanos);
	}

	Duration silence() {
		return Duration.ofNanos(this.timer.nanos() - this.heartbeatNanos);
	}

	/**
	 * Return why another process is needed after this one has ended.
	 * @param end how it has ended
	 * @param wasUp whether its tickers had started
	 */
	RestartReason restartReason(ProcessEnd end, boolean wasUp) {
		if (this.killedFor != null) {
			return this.killedFor;
		}
		if (this.replaced || end.requested() || end.inOrder()) {
			return RestartReason.REQUESTED;
		}
		return wasUp ? RestartReason.CRASH : RestartReason.START_FAILURE;
	}

	@Nullable Long rssBytes() {
		return this.rssBytes;
	}

	@Nullable Long pid() {
		return (this.process != null) ? this.process.pid() : null;
	}

	@Override
	public void connected(WorkerLink link) {
		ifAlive(() -> {
			this.link = link;
			this.worker.connected(this);
		});
	}

	@Override
	public void prepared() {
		ifAlive(() -> {
			this.prepared = true;
			this.worker.prepared(this);
		});
	}

	@Override
	public void ready() {
		ifAlive(() -> {
			watchFromNow();
			if (!this.replaced) {
				this.worker.ready(this);
			}
		});
	}

	@Override
	public void heartbeat(long rssBytes) {
		ifAlive(() -> {
			this.heartbeatNanos = this.timer.nanos();
			this.rssBytes = (rssBytes >= 0) ? rssBytes : null;
		});
	}

	@Override
	public void ticker(TickerStatus status) {
		ifAlive(() -> {
			this.tickers.report(status);
			this.timeouts.report(status);
		});
	}

	@Override
	public void ticks(TickBatch ticks) {
		this.tickers.ended(ticks);
	}

	@Override
	public void jvm(JvmReport report) {
		ifAlive(() -> {
			this.worker.jvm(this.jvm, report);
			this.jvm = report;
		});
	}

	@Override
	public void done(long id, @Nullable TickRecord tick) {
		this.tickers.answered(id, tick, null);
	}

	@Override
	public void refused(long id, String reason) {
		this.tickers.answered(id, null, reason);
	}

	@Override
	public void ended(ProcessEnd end) {
		ifAlive(() -> {
			this.cancelTimer.run();
			this.worker.ended(this, end);
		});
	}

	/**
	 * Wait for the moment to take over.
	 */
	void standBy() {
		logger.info(this + " stands by");
		watchFromNow();
	}

	private void watchFromNow() {
		this.heartbeatNanos = this.timer.nanos();
		watch();
	}

	private void watch() {
		Duration timeout = this.settings.heartbeatTimeout();
		Duration silence = silence();
		if (silence.compareTo(timeout) >= 0) {
			kill(RestartReason.HEARTBEAT, "it gave no sign of life for %d ms".formatted(silence.toMillis()));
		}
		else {
			later(timeout.minus(silence), this::watch);
		}
	}

	/**
	 * End the process, unless a debugger may have halted it.
	 */
	private void kill(RestartReason reason, String why) {
		if (!this.settings.isDebugged()) {
			ifAlive(() -> {
				this.killedFor = reason;
				process().kill(why);
			});
		}
	}

	private void killForTick(String ticker, String why) {
		if (!this.settings.isDebugged()) {
			this.tickers.timedOut(ticker);
			kill(RestartReason.TICK_TIMEOUT, why);
		}
	}

	private WorkerProcess process() {
		WorkerProcess process = this.process;
		if (process == null) {
			throw new IllegalStateException("The process has not been started");
		}
		return process;
	}

	private void ifAlive(Runnable action) {
		synchronized (this.worker) {
			if (this.worker.isAlive(this)) {
				action.run();
			}
		}
	}

	@Override
	public String toString() {
		Long pid = pid();
		return (pid != null) ? "%s (pid %d)".formatted(this.worker, pid) : this.worker.toString();
	}

}
