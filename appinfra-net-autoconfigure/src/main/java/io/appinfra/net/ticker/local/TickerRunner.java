package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickHistoryRecorder;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickSchedule;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Runs one ticker, from its start to its stop: a state machine whose {@link Phase} only
 * changes with its lock. What follows from a change (an alarm, a thread, calls of
 * listeners) and all calls of the ticker come after it, without the lock. The task
 * scheduler only decides when; the ticker's methods run on threads of the executor, one
 * at a time.
 */
final class TickerRunner {

	private static final Log logger = LogFactory.getLog(TickerRunner.class);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final Object lock = new Object();

	private final TickerDefinition definition;

	private final TickerCalls calls;

	private final TickRun run;

	private final TickerRuntime runtime;

	private final TickTimer timer;

	private final TickProblemLog log;

	private final TickHistoryRecorder recorder;

	private final OrderedCalls notifications = new OrderedCalls();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private volatile boolean stopRequested;

	private volatile TickerStatus status;

	private Phase phase = Phase.NEW;

	/**
	 * There is one as soon as the ticker has started.
	 */
	private @Nullable TickSchedule schedule;

	private @Nullable TickTrigger trigger;

	/**
	 * Runs a method of the ticker, and can be interrupted.
	 */
	private @Nullable Thread thread;

	private @Nullable RunningTick tick;

	private TickTimer.@Nullable Alarm alarm;

	private boolean threadWanted;

	private boolean abandoned;

	TickerRunner(TickerStatus initial, TickerDefinition definition, Ticker ticker, TickerRuntime runtime,
			TickHistoryRecorder recorder) {
		this.status = initial;
		this.definition = definition;
		this.calls = new TickerCalls(ticker);
		this.runtime = runtime;
		this.timer = new TickTimer(definition, runtime, this::timeIsUp);
		this.log = new TickProblemLog(definition, runtime);
		this.run = new TickRun(definition, this.calls, runtime, this.log);
		this.recorder = recorder;
	}

	String name() {
		return this.definition.name();
	}

	TickerStatus status() {
		return this.status;
	}

	void start() {
		change(() -> {
			if (!this.stopRequested) {
				wantThread();
			}
		});
	}

	/**
	 * Ask the ticker to stop: no new tick begins, and {@link Ticker#onStop} is called
	 * when the one that runs has ended.
	 * @return is completed after {@link Ticker#onStop}
	 */
	CompletableFuture<Void> stop() {
		change(() -> {
			this.stopRequested = true;
			wantThread();
		});
		return this.stopped;
	}

	/**
	 * Stop the ticker, and interrupt the tick that runs, whose outcome is lost since
	 * another instance may go on with the ticker.
	 * @return is completed after {@link Ticker#onStop}
	 */
	CompletableFuture<Void> abandon() {
		synchronized (this.lock) {
			this.stopRequested = true;
			this.abandoned = true;
			if (this.tick != null) {
				this.tick.lose();
			}
		}
		interrupt();
		return stop();
	}

	/**
	 * Interrupt the method of the ticker that runs, if one does.
	 * @return the thread that it runs on, or {@code null}
	 */
	@Nullable Thread interrupt() {
		synchronized (this.lock) {
			if (this.thread != null) {
				this.thread.interrupt();
			}
			return this.thread;
		}
	}

	CompletableFuture<TickRecord> trigger(TickOrigin origin) {
		return change(() -> {
			checkCanTick();
			TickTrigger trigger = this.trigger;
			if (trigger == null) {
				trigger = new TickTrigger();
				this.trigger = trigger;
			}
			trigger.askAgain(origin);
			if (this.phase == Phase.WAITING) {
				wantThread();
			}
			return trigger.tick().copy();
		});
	}

	private void checkCanTick() {
		if (this.stopRequested || this.status.error() != null) {
			throw new IllegalStateException("Ticker '%s' %s".formatted(name(),
					this.stopRequested ? "has stopped" : "could not start: " + this.status.error()));
		}
	}

	void pause() {
		change(this::pauseIfNot);
	}

	private void pauseIfNot() {
		if (!this.status.paused()) {
			this.alarm = this.timer.decide(null);
			setStatus(this.status.withPaused(true));
		}
	}

	void resume() {
		change(() -> {
			if (this.status.paused()) {
				setStatus(this.status.withPaused(false));
				if (this.schedule != null && this.phase != Phase.TICKING) {
					this.schedule.restart(now());
					setAlarmIfWaiting(this.schedule);
				}
			}
		});
	}

	void setInterval(Duration interval) {
		change(() -> {
			setStatus(this.status.withInterval(interval));
			if (this.schedule != null) {
				this.schedule.setInterval(interval, now());
				setAlarmIfWaiting(this.schedule);
			}
		});
	}

	private void change(Runnable change) {
		change(() -> {
			change.run();
			return this;
		});
	}

	/**
	 * Change the state with the lock, and do without it what follows.
	 */
	private <T extends @Nullable Object> T change(Supplier<T> change) {
		T result;
		TickTimer.Alarm alarm;
		boolean threadWanted;
		synchronized (this.lock) {
			result = change.get();
			alarm = this.alarm;
			this.alarm = null;
			threadWanted = this.threadWanted;
			this.threadWanted = false;
		}
		this.notifications.make();
		if (alarm != null) {
			this.timer.set(alarm);
		}
		if (threadWanted) {
			this.runtime.detach(this::handOver);
		}
		return result;
	}

	private void setStatus(TickerStatus status) {
		this.status = status;
		this.recorder.add(status);
		if (this.runtime.listener() != TickerRuntime.NO_LISTENER) {
			this.notifications.add(() -> this.runtime.listener().accept(status));
		}
	}

	private void setAlarmIfWaiting(TickSchedule schedule) {
		if (this.phase != Phase.WAITING || this.stopRequested) {
			return;
		}
		if (this.status.paused()) {
			setStatus(this.status.withIdle());
			return;
		}
		long now = now();
		long due = schedule.nextDueAt(now);
		setStatus(this.status.withNextAt(instant(Math.max(due, now))));
		this.alarm = this.timer.decide(Duration.ofNanos(Math.max(0, due - now)));
	}

	private void timeIsUp() {
		change(() -> {
			TickSchedule schedule = this.schedule;
			if (this.phase != Phase.WAITING || this.status.paused() || schedule == null) {
				return;
			}
			Duration delay = schedule.untilNext(now());
			if (delay.isZero()) {
				this.log.timerFired();
				wantThread();
			}
			else {
				this.alarm = this.timer.decide(delay);
			}
		});
	}

	private void wantThread() {
		if (this.phase == Phase.NEW || this.phase == Phase.WAITING) {
			this.phase = (this.phase == Phase.NEW) ? Phase.START_DUE : Phase.TURN_DUE;
			this.alarm = this.timer.decide(null);
			this.threadWanted = true;
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
			change(() -> this.phase = (this.phase == Phase.START_DUE) ? Phase.NEW : Phase.WAITING);
			this.runtime.watch(() -> change(this::wantThread), RETRY);
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

	private @Nullable Runnable nextTurn() {
		return this.<@Nullable Runnable>change(() -> {
			this.thread = null;
			Thread.interrupted();
			Runnable turn = turn();
			this.thread = (turn != null) ? Thread.currentThread() : null;
			return turn;
		});
	}

	/**
	 * Decide what comes next, or give up the thread.
	 */
	private @Nullable Runnable turn() {
		TickSchedule schedule = this.schedule;
		if (this.phase == Phase.ENDED) {
			return null;
		}
		if (this.stopRequested) {
			this.phase = (schedule != null) ? Phase.STOPPING : Phase.ENDED;
			return (schedule != null) ? this::stopTicker : this::finish;
		}
		if (schedule == null) {
			this.phase = Phase.STARTING;
			return this::startTicker;
		}
		DueTick due = dueTick(schedule);
		if (due == null) {
			this.phase = Phase.WAITING;
			setAlarmIfWaiting(schedule);
			return null;
		}
		this.phase = Phase.TICKING;
		return () -> this.run.run(this, due);
	}

	private @Nullable DueTick dueTick(TickSchedule schedule) {
		long now = now();
		TickTrigger trigger = this.trigger;
		if (trigger != null) {
			schedule.tickOutOfTurn(now);
			this.trigger = null;
		}
		else if (this.status.paused() || !schedule.tryTick(now)) {
			return null;
		}
		return new DueTick(schedule, this.status.number() + 1, schedule.dueAt(), schedule.skipped(), trigger,
				this.status.paused());
	}

	private void startTicker() {
		try {
			this.calls.start();
			TickSchedule schedule = startSchedule();
			change(() -> this.schedule = schedule);
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' could not start, and does not tick".formatted(name()), ex);
			change(() -> {
				this.phase = Phase.ENDED;
				setStatus(this.status.withError(RunningTick.describe(ex)));
			});
			finish();
		}
	}

	private TickSchedule startSchedule() {
		TickGate.Position position = this.runtime.gate().started(this.definition);
		TickSchedule schedule = this.definition.settings()
			.startSchedule(this.status.interval(), now(), ThreadLocalRandom.current());
		if (position == null) {
			this.runtime.gate().scheduled(this.definition, instant(schedule.nextDueAt(now())));
		}
		else {
			Instant begun = position.begunAt();
			Instant ended = position.endedAt();
			schedule.resume(nanos(position.dueAt()), (begun != null) ? nanos(begun) : null,
					(ended != null) ? nanos(ended) : null);
		}
		return schedule;
	}

	private long nanos(Instant instant) {
		return this.runtime.time().nanos(this.definition.settings().mode(), instant);
	}

	/**
	 * Begin a tick that was let begin.
	 * @param due the tick
	 * @param pass lets it begin
	 * @return the tick, {@code null} if the ticker was abandoned meanwhile
	 */
	@Nullable RunningTick begin(DueTick due, TickGate.Pass pass) {
		return this.<@Nullable RunningTick>change(() -> {
			if (this.abandoned) {
				return null;
			}
			long now = now();
			long late = (due.trigger() != null) ? 0 : Math.max(0, now - due.dueAt());
			RunningTick tick = new RunningTick(pass, this.runtime.time(), instant(now), Duration.ofNanos(late),
					due.skipped(), () -> this.stopRequested, due.trigger());
			this.tick = tick;
			setStatus(this.status.withBegun(pass.number(), due.skipped()));
			return tick;
		});
	}

	/**
	 * Note the end of a tick.
	 * @param due the tick when it was due
	 * @param record the tick
	 * @return whether the ticker is paused for its failures
	 */
	boolean end(DueTick due, TickRecord record) {
		return change(() -> noteEnd(due, record));
	}

	private boolean noteEnd(DueTick due, TickRecord record) {
		this.thread = null;
		this.tick = null;
		Thread.interrupted();
		if (record.outcome() != TickRecord.Outcome.SUCCESS) {
			due.schedule().tickFailed();
		}
		setStatus(this.status.withEnded(record));
		if (due.paused() && !this.status.paused()) {
			due.schedule().restart(now());
		}
		boolean pauses = !this.status.paused() && this.definition.settings().isPausedBy(this.status.failuresInARow());
		if (pauses) {
			pauseIfNot();
		}
		return pauses;
	}

	private void stopTicker() {
		try {
			this.calls.stop();
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' failed to stop normally".formatted(name()), ex);
		}
		finally {
			change(() -> {
				this.phase = Phase.ENDED;
				setStatus(this.status.withStopped());
			});
			finish();
		}
	}

	private void finish() {
		TickTrigger trigger = change(this::takeTrigger);
		if (trigger != null) {
			trigger.tick()
				.completeExceptionally(
						new IllegalStateException("Ticker '%s' was stopped before its turn came".formatted(name())));
		}
		this.notifications.add(() -> this.stopped.complete(null));
		this.notifications.make();
	}

	private @Nullable TickTrigger takeTrigger() {
		TickTrigger trigger = this.trigger;
		this.trigger = null;
		return trigger;
	}

	private Instant instant(long nanos) {
		return this.runtime.time().instant(this.definition.settings().mode(), nanos);
	}

	private long now() {
		return this.runtime.time().nanos(this.definition.settings().mode());
	}

}
