package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickHistoryRecorder;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Runs one ticker, from its start to its stop, as its {@link TickerMachine} decides. That
 * changes with the lock only. What follows from a change (an alarm, a thread, calls of
 * listeners) and all calls of the ticker come after it, without the lock. The task
 * scheduler only decides when; the ticker's methods run on threads of the executor, one
 * at a time.
 */
final class TickerRunner {

	private static final Log logger = LogFactory.getLog(TickerRunner.class);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private final Object lock = new Object();

	private final TickerDefinition definition;

	private final Ticker ticker;

	private final TickInvoker invoker;

	private final TickerRuntime runtime;

	private final TickTimer timer;

	private final TickProblemLog log;

	private final TickHistoryRecorder recorder;

	private final OrderedCalls notifications = new OrderedCalls();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private final TickerMachine machine;

	/**
	 * Runs a method of the ticker, and can be interrupted.
	 */
	private @Nullable Thread thread;

	TickerRunner(TickerStatus initial, TickerDefinition definition, Ticker ticker, TickerRuntime runtime,
			TickHistoryRecorder recorder) {
		this.definition = definition;
		this.ticker = ticker;
		this.runtime = runtime;
		this.timer = new TickTimer(definition, runtime, this::timeIsUp);
		this.log = new TickProblemLog(definition, runtime);
		this.invoker = new TickInvoker(definition, ticker, runtime, this.log);
		this.recorder = recorder;
		this.machine = new TickerMachine(initial, definition, this::statusChanged);
	}

	String name() {
		return this.definition.name();
	}

	TickerStatus status() {
		return this.machine.status();
	}

	void start() {
		change(this.machine::start);
	}

	/**
	 * Ask the ticker to stop: no new tick begins, and {@link Ticker#onStop} is called
	 * when the one that runs has ended.
	 * @return is completed after {@link Ticker#onStop}
	 */
	CompletableFuture<Void> stop() {
		change(this.machine::stop);
		return this.stopped;
	}

	/**
	 * Stop the ticker, and interrupt the tick that runs, whose outcome is lost since
	 * another instance may go on with the ticker.
	 * @return is completed after {@link Ticker#onStop}
	 */
	CompletableFuture<Void> abandon() {
		change(this.machine::abandon);
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
		return change(() -> this.machine.trigger(origin).tick().copy());
	}

	void pause() {
		change(this.machine::pause);
	}

	void resume() {
		change(this.machine::resume);
	}

	void setInterval(Duration interval) {
		change(() -> this.machine.setInterval(interval));
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
			alarm = this.machine.takeAlarm();
			threadWanted = this.machine.takeThreadWanted();
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

	private void statusChanged(TickerStatus status) {
		this.recorder.add(status);
		if (this.runtime.listener() != TickerRuntime.NO_LISTENER) {
			this.notifications.add(() -> this.runtime.listener().accept(status));
		}
	}

	private void timeIsUp() {
		change(() -> {
			if (this.machine.timeIsUp()) {
				this.log.timerFired();
			}
		});
	}

	private void handOver() {
		try {
			this.runtime.executor().execute(this::work);
		}
		catch (Throwable ex) {
			logger.error(
					"Ticker '%s' has no thread to run on, and tries again in %d ms".formatted(name(), RETRY.toMillis()),
					ex);
			change(this.machine::threadRefused);
			this.runtime.watch(() -> change(this.machine::wantThread), RETRY);
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

	private @Nullable Runnable turn() {
		Phase phase = this.machine.nextTurn();
		if (phase == null) {
			return null;
		}
		return switch (phase) {
			case STARTING -> this::startTicker;
			case TICKING -> tick(Objects.requireNonNull(this.machine.due()));
			case STOPPING -> this::stopTicker;
			case ENDED -> this::finish;
			default -> throw new IllegalStateException("No turn in phase " + phase);
		};
	}

	private Runnable tick(DueTick due) {
		return () -> this.invoker.run(this, due);
	}

	private void startTicker() {
		try {
			this.ticker.onStart();
			ClockedSchedule schedule = ClockedSchedule.start(this.definition, status().interval(),
					this.runtime.clocks(), this.runtime.gate());
			this.log.started();
			change(() -> this.machine.started(schedule));
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' could not start, and does not tick".formatted(name()), ex);
			change(() -> this.machine.startFailed(RunningTick.describe(ex)));
			finish();
		}
	}

	/**
	 * Begin a tick that was let begin.
	 * @param due the tick
	 * @param pass lets it begin
	 * @return the tick, {@code null} if the ticker was abandoned meanwhile
	 */
	@Nullable RunningTick begin(DueTick due, TickGate.Pass pass) {
		return this.<@Nullable RunningTick>change(() -> this.machine.begin(due, pass));
	}

	/**
	 * Note the end of a tick.
	 * @param due the tick when it was due
	 * @param record the tick
	 * @return whether the ticker is paused for its failures
	 */
	boolean end(DueTick due, TickRecord record) {
		return change(() -> {
			this.thread = null;
			Thread.interrupted();
			return this.machine.end(due, record);
		});
	}

	private void stopTicker() {
		try {
			this.ticker.onStop();
		}
		catch (Throwable ex) {
			logger.error("Ticker '%s' failed to stop normally".formatted(name()), ex);
		}
		finally {
			change(this.machine::stopped);
			finish();
		}
	}

	private void finish() {
		TickTrigger trigger = this.<@Nullable TickTrigger>change(this.machine::takeTrigger);
		if (trigger != null) {
			trigger.tick()
				.completeExceptionally(
						new IllegalStateException("Ticker '%s' was stopped before its turn came".formatted(name())));
		}
		this.notifications.add(() -> this.stopped.complete(null));
		this.notifications.make();
	}

}
