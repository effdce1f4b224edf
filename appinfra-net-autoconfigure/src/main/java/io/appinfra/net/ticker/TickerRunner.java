package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;

/**
 * Runs one ticker. The task scheduler only says when; the ticker's methods run on threads
 * of the executor, one at a time.
 */
final class TickerRunner {

	private static final Log logger = LogFactory.getLog(TickerRunner.class);

	private final TickerDefinition definition;

	private final Supplier<Ticker> bean;

	private final TaskScheduler scheduler;

	private final Executor executor;

	private final Consumer<TickerStatus> listener;

	private final TickTime time;

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private volatile boolean stopRequested;

	private volatile TickerStatus status;

	private @Nullable Ticker ticker;

	private @Nullable TickSchedule schedule;

	private @Nullable Future<?> timer;

	private @Nullable Thread tickThread;

	private boolean busy;

	private boolean firstTickPrepared;

	TickerRunner(TickerStatus initial, TickerDefinition definition, Supplier<Ticker> bean, TaskScheduler scheduler,
			Executor executor, Consumer<TickerStatus> listener, TickTime time) {
		this.status = initial;
		this.definition = definition;
		this.bean = bean;
		this.scheduler = scheduler;
		this.executor = executor;
		this.listener = listener;
		this.time = time;
	}

	String name() {
		return this.definition.name();
	}

	TickerStatus status() {
		return this.status;
	}

	synchronized void start() {
		this.busy = true;
		this.executor.execute(named(this::startTicker));
	}

	/**
	 * Ask the ticker to stop: no new tick begins, and {@link Ticker#onStop} is called
	 * when the one that runs has ended.
	 * @return is completed after {@link Ticker#onStop}
	 */
	synchronized CompletableFuture<Void> stop() {
		if (!this.stopRequested) {
			this.stopRequested = true;
			if (this.timer != null) {
				this.timer.cancel(false);
			}
			if (!this.busy) {
				this.busy = true;
				this.executor.execute(named(this::stopTicker));
			}
		}
		return this.stopped;
	}

	/**
	 * Interrupt the tick that runs, if one does.
	 * @return the thread that it runs on, or {@code null}
	 */
	synchronized @Nullable Thread interruptTick() {
		if (this.tickThread != null) {
			this.tickThread.interrupt();
		}
		return this.tickThread;
	}

	private void startTicker() {
		try {
			Ticker ticker = this.bean.get();
			ticker.onStart();
			this.ticker = ticker;
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' could not start, and does not tick".formatted(name()), ex);
			setStatus(this.status.withError(ex.toString()));
			this.stopped.complete(null);
			return;
		}
		synchronized (this) {
			this.schedule = this.definition.settings().startSchedule(this.time.nanos());
		}
		tickWhileDue(this.schedule);
	}

	private void tickWhileDue(TickSchedule schedule) {
		RunningTick tick = beginTick(schedule);
		while (tick != null) {
			run(tick);
			tick = beginTick(schedule);
		}
		if (this.stopRequested) {
			stopTicker();
		}
	}

	private synchronized @Nullable RunningTick beginTick(TickSchedule schedule) {
		if (this.stopRequested) {
			return null;
		}
		long now = this.time.nanos();
		if (!schedule.tryTick(now)) {
			this.busy = false;
			arm(schedule.untilNext(now));
			return null;
		}
		this.tickThread = Thread.currentThread();
		setStatus(this.status.withBegun(schedule.skipped()));
		return new RunningTick(this.status.number(), this.time, now, schedule, () -> this.stopRequested);
	}

	private void arm(Duration delay) {
		setStatus(this.status.withNextAt(this.time.after(delay)));
		try {
			this.timer = this.scheduler.schedule(this::timeIsUp, this.scheduler.getClock().instant().plus(delay));
		}
		catch (TaskRejectedException ex) {
			logger.debug("Ticker '%s' does not tick any more, since the scheduler has stopped".formatted(name()), ex);
		}
	}

	private synchronized void timeIsUp() {
		TickSchedule schedule = this.schedule;
		if (!this.stopRequested && !this.busy && schedule != null) {
			this.busy = true;
			this.executor.execute(named(() -> tickWhileDue(schedule)));
		}
	}

	private void run(RunningTick tick) {
		Throwable failure = null;
		try {
			tick(tick);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		endTick(tick, failure);
		if (failure != null) {
			logger.error("Tick %d of ticker '%s' failed".formatted(tick.number(), name()), failure);
		}
	}

	private void tick(RunningTick tick) throws Exception {
		Ticker ticker = this.ticker;
		if (!this.firstTickPrepared) {
			ticker.beforeFirstTick();
			this.firstTickPrepared = true;
		}
		ticker.tick(tick);
	}

	private synchronized void endTick(RunningTick tick, @Nullable Throwable failure) {
		this.tickThread = null;
		Thread.interrupted();
		if (failure != null) {
			this.schedule.tickFailed();
		}
		setStatus(this.status.withEnded(tick.ended(failure)));
	}

	private void stopTicker() {
		try {
			if (this.ticker != null) {
				this.ticker.onStop();
			}
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' failed to stop in order".formatted(name()), ex);
		}
		finally {
			setStatus(this.status.withState(TickerState.STOPPED));
			this.stopped.complete(null);
		}
	}

	private synchronized void setStatus(TickerStatus status) {
		this.status = status;
		this.listener.accept(status);
	}

	private Runnable named(Runnable task) {
		return () -> {
			Thread.currentThread().setName("ticker-" + name());
			task.run();
		};
	}

}
