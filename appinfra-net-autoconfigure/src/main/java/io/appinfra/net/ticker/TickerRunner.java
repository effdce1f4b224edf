package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs one ticker. The task scheduler only says when; the ticker's methods run on threads
 * of the executor, one at a time.
 */
final class TickerRunner {

	private static final Log logger = LogFactory.getLog(TickerRunner.class);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final TickerDefinition definition;

	private final Ticker ticker;

	private final TickerRuntime runtime;

	private final TickTimer timer;

	private final TickLog log;

	private final TickRecorder recorder;

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private volatile boolean stopRequested;

	private volatile TickerStatus status;

	private @Nullable TickSchedule schedule;

	private @Nullable TickTrigger trigger;

	private @Nullable Thread thread;

	private boolean busy;

	private boolean startBegun;

	private boolean ended;

	private boolean begunPaused;

	private boolean restartsAfterTick;

	private boolean firstTickPrepared;

	TickerRunner(TickerStatus initial, TickerDefinition definition, Ticker ticker, TickerRuntime runtime,
			TickRecorder recorder) {
		this.status = initial;
		this.definition = definition;
		this.ticker = ticker;
		this.runtime = runtime;
		this.timer = new TickTimer(definition, runtime, this::timeIsUp);
		this.log = new TickLog(definition, runtime);
		this.recorder = recorder;
	}

	String name() {
		return this.definition.name();
	}

	TickerStatus status() {
		return this.status;
	}

	synchronized void start() {
		if (!this.stopRequested) {
			wake();
		}
	}

	/**
	 * Ask the ticker to stop: no new tick begins, and {@link Ticker#onStop} is called
	 * when the one that runs has ended.
	 * @return is completed after {@link Ticker#onStop}
	 */
	synchronized CompletableFuture<Void> stop() {
		this.stopRequested = true;
		this.timer.disarm();
		wake();
		return this.stopped;
	}

	/**
	 * Interrupt the method of the ticker that runs, if one does.
	 * @return the thread that it runs on, or {@code null}
	 */
	synchronized @Nullable Thread interrupt() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
		return this.thread;
	}

	synchronized CompletableFuture<TickRecord> trigger(TickOrigin origin) {
		if (this.stopRequested || this.status.error() != null) {
			throw new IllegalStateException("Ticker '%s' %s".formatted(name(),
					this.stopRequested ? "has stopped" : "could not start: " + this.status.error()));
		}
		TickTrigger trigger = this.trigger;
		boolean first = trigger == null;
		if (first) {
			trigger = new TickTrigger();
			this.trigger = trigger;
		}
		trigger.askAgain(origin);
		if (first && this.schedule != null) {
			wake();
		}
		return trigger.tick().copy();
	}

	synchronized void pause() {
		if (!this.status.paused()) {
			this.timer.disarm();
			setStatus(this.status.withPaused(true));
		}
	}

	synchronized void resume() {
		if (!this.status.paused()) {
			return;
		}
		setStatus(this.status.withPaused(false));
		if (this.status.state() == TickerState.RUNNING) {
			this.restartsAfterTick = this.begunPaused;
		}
		else if (this.schedule != null) {
			this.schedule.restart(now());
			armIfIdle(this.schedule);
		}
	}

	synchronized void setInterval(Duration interval) {
		setStatus(this.status.withInterval(interval));
		if (this.schedule != null) {
			this.schedule.setInterval(interval, now());
			armIfIdle(this.schedule);
		}
	}

	/**
	 * Let the ticker's methods have their turns, as long as there is one.
	 */
	private void work() {
		Thread.currentThread().setName("ticker-" + name());
		Runnable turn = nextTurn();
		while (turn != null) {
			turn.run();
			turn = nextTurn();
		}
	}

	/**
	 * Say what comes next, or give up the thread. After the end the ticker stays busy, so
	 * that nothing comes any more.
	 */
	private synchronized @Nullable Runnable nextTurn() {
		this.thread = null;
		Thread.interrupted();
		Runnable turn = this.ended ? null : turn();
		this.thread = (turn != null) ? Thread.currentThread() : null;
		return turn;
	}

	private @Nullable Runnable turn() {
		if (this.stopRequested) {
			this.ended = true;
			return (this.schedule != null) ? this::stopTicker : this::finish;
		}
		if (!this.startBegun) {
			this.startBegun = true;
			return this::startTicker;
		}
		return (this.schedule != null) ? nextTick(this.schedule) : null;
	}

	private @Nullable Runnable nextTick(TickSchedule schedule) {
		RunningTick tick = beginTick(schedule);
		if (tick == null) {
			this.busy = false;
			armIfIdle(schedule);
			return null;
		}
		return () -> run(tick, schedule);
	}

	private @Nullable RunningTick beginTick(TickSchedule schedule) {
		long now = now();
		if (this.restartsAfterTick) {
			this.restartsAfterTick = false;
			schedule.restart(now);
		}
		TickTrigger trigger = this.trigger;
		if (trigger != null) {
			schedule.tickOutOfTurn(now);
			this.trigger = null;
		}
		else if (this.status.paused() || !schedule.tryTick(now)) {
			return null;
		}
		this.begunPaused = this.status.paused();
		setStatus(this.status.withBegun(schedule.skipped()));
		return new RunningTick(this.status.number(), this.runtime.time(), this.runtime.time().instant(mode(), now),
				Duration.ofNanos(now - schedule.dueAt()), schedule.skipped(), () -> this.stopRequested, trigger);
	}

	private void startTicker() {
		try {
			this.ticker.onStart();
			startSchedule();
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' could not start, and does not tick".formatted(name()), ex);
			setStatus(this.status.withError(RunningTick.describe(ex)));
			finish();
		}
	}

	private synchronized void startSchedule() {
		this.schedule = this.definition.settings()
			.startSchedule(this.status.interval(), now(), ThreadLocalRandom.current());
	}

	private void armIfIdle(TickSchedule schedule) {
		if (this.busy || this.stopRequested) {
			return;
		}
		if (this.status.paused()) {
			setStatus(this.status.withIdle());
			return;
		}
		Duration delay = schedule.untilNext(now());
		setStatus(this.status.withNextAt(this.runtime.time().after(delay)));
		this.timer.arm(delay);
	}

	/**
	 * Hand over without the lock, which the other thread needs at once.
	 */
	private void timeIsUp() {
		if (takeTurn()) {
			handOver();
		}
	}

	private synchronized boolean takeTurn() {
		TickSchedule schedule = this.schedule;
		if (this.stopRequested || this.busy || this.status.paused() || schedule == null) {
			return false;
		}
		Duration delay = schedule.untilNext(now());
		if (!delay.isZero()) {
			this.timer.arm(delay);
			return false;
		}
		this.log.timerFired();
		this.busy = true;
		return true;
	}

	private synchronized void wake() {
		if (!this.busy) {
			this.busy = true;
			this.timer.disarm();
			handOver();
		}
	}

	private void handOver() {
		try {
			this.runtime.executor().execute(this::work);
		}
		catch (Throwable ex) {
			logger.error(
					"Ticker '%s' has no thread to run on, and tries again in %d ms".formatted(name(), RETRY.toMillis()),
					ex);
			giveUpTurn();
			this.runtime.watch(this::wake, RETRY);
		}
	}

	private synchronized void giveUpTurn() {
		this.busy = false;
	}

	private void run(RunningTick tick, TickSchedule schedule) {
		TickListener.Ending ending = this.runtime.ticks().begun(this.definition, tick, tick.origin());
		TickTimeout timeout = null;
		Throwable failure = null;
		try {
			this.log.begun(tick, this.status.interval());
			timeout = startTimeout(tick);
			tick(tick);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		if (timeout != null) {
			timeout.end();
		}
		TickRecord record = endTick(tick, failure, schedule);
		ending.ended(record, failure);
		tick.tell(record);
	}

	private void tick(RunningTick tick) throws Exception {
		if (!this.firstTickPrepared) {
			this.ticker.beforeFirstTick();
			this.firstTickPrepared = true;
		}
		this.ticker.tick(tick);
	}

	private @Nullable TickTimeout startTimeout(RunningTick tick) {
		Duration timeout = this.definition.settings().timeout();
		boolean interrupts = timeout != null && !this.definition.inWorker();
		return interrupts ? TickTimeout.start(name(), timeout, tick, this.runtime) : null;
	}

	private TickRecord endTick(RunningTick tick, @Nullable Throwable failure, TickSchedule schedule) {
		TickRecord record = tick.ended(failure);
		synchronized (this) {
			this.thread = null;
			Thread.interrupted();
			if (record.outcome() != TickRecord.Outcome.SUCCESS) {
				schedule.tickFailed();
			}
			setStatus(this.status.withEnded(record));
		}
		this.log.ended(tick, record, failure);
		pauseIfFailing();
		return record;
	}

	private synchronized void pauseIfFailing() {
		long failures = this.status.failuresInARow();
		if (!this.status.paused() && this.definition.settings().isPausedBy(failures)) {
			pause();
			logger.warn("Ticker '%s' is paused after %d failures in a row, until it is resumed".formatted(name(),
					failures));
		}
	}

	private void stopTicker() {
		try {
			this.ticker.onStop();
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' failed to stop in order".formatted(name()), ex);
		}
		finally {
			setStatus(this.status.withStopped());
			finish();
		}
	}

	private void finish() {
		TickTrigger trigger = takeTrigger();
		if (trigger != null) {
			trigger.tick()
				.completeExceptionally(
						new IllegalStateException("Ticker '%s' was stopped before its turn came".formatted(name())));
		}
		this.stopped.complete(null);
	}

	private synchronized @Nullable TickTrigger takeTrigger() {
		TickTrigger trigger = this.trigger;
		this.trigger = null;
		return trigger;
	}

	private synchronized void setStatus(TickerStatus status) {
		this.status = status;
		this.recorder.add(status);
		this.runtime.listener().accept(status);
	}

	private TickMode mode() {
		return this.definition.settings().mode();
	}

	private long now() {
		return this.runtime.time().nanos(mode());
	}

}
