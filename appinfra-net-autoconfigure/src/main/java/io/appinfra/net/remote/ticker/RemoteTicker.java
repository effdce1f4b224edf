package io.appinfra.net.remote.ticker;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.ticker.TickerCommand.Action;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickHistory;
import io.appinfra.net.ticker.TickHistoryRecorder;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A ticker that runs in a worker, through all of its processes. What was set is known
 * here: it is sent to a process, and its successor begins with it. Shares the lock of
 * {@link RemoteTickers}.
 */
public final class RemoteTicker implements TickerControl {

	private static final Log logger = LogFactory.getLog(RemoteTicker.class);

	private final TickerDefinition definition;

	private final RemoteTickers tickers;

	private final TickHistoryRecorder recorder = new TickHistoryRecorder();

	private final WaitingTrigger waitingTrigger = new WaitingTrigger();

	private TickerStatus status;

	private TickerStatus reported;

	private int unansweredPauses;

	private int unansweredIntervals;

	private boolean timedOut;

	private @Nullable String missing;

	private @Nullable TickerLink startedIn;

	private @Nullable Object startedFrom;

	RemoteTicker(TickerDefinition definition, RemoteTickers tickers) {
		this.definition = definition;
		this.tickers = tickers;
		this.status = TickerStatus.of(definition);
		this.reported = this.status;
	}

	TickerDefinition definition() {
		return this.definition;
	}

	@Override
	public TickerStatus status() {
		synchronized (this.tickers) {
			return this.status;
		}
	}

	@Override
	public TickHistory history() {
		return this.recorder.history();
	}

	@Override
	public CompletableFuture<TickRecord> trigger(TickOrigin origin) {
		synchronized (this.tickers) {
			checkCanTick();
			if (this.tickers.isReady()) {
				CompletableFuture<TickRecord> trigger = new CompletableFuture<>();
				sendTrigger(trigger, origin);
				return trigger.copy();
			}
			return this.waitingTrigger.join(origin);
		}
	}

	private void checkCanTick() {
		String error = this.status.error();
		if (error != null || this.status.state() == TickerState.STOPPED) {
			throw new IllegalStateException("Ticker '%s' %s".formatted(this.definition.name(),
					(error != null) ? "could not start: " + error : "is not running"));
		}
	}

	@Override
	public void pause() {
		setPaused(true);
	}

	@Override
	public void resume() {
		setPaused(false);
	}

	private void setPaused(boolean paused) {
		synchronized (this.tickers) {
			if (this.status.paused() != paused) {
				this.status = this.status.withPaused(paused);
				if (this.tickers.isConnected()) {
					this.unansweredPauses++;
					this.tickers.send(command(paused ? Action.PAUSE : Action.RESUME, null),
							(tick, refusal) -> settingAnswered(() -> this.unansweredPauses--));
				}
				else {
					this.reported = this.status;
				}
			}
		}
	}

	@Override
	public void setInterval(Duration interval) {
		this.definition.settings().checkInterval(interval);
		synchronized (this.tickers) {
			this.status = this.status.withInterval(interval);
			if (this.tickers.isConnected()) {
				this.unansweredIntervals++;
				this.tickers.send(command(Action.SET_INTERVAL, interval),
						(tick, refusal) -> settingAnswered(() -> this.unansweredIntervals--));
			}
			else {
				this.reported = this.status;
			}
		}
	}

	private TickerCommand command(Action action, @Nullable Duration interval) {
		return new TickerCommand(this.definition.name(), action, interval);
	}

	private void sendTrigger(CompletableFuture<TickRecord> trigger, TickOrigin origin) {
		long before = this.status.number();
		this.tickers.send(new TickerCommand(this.definition.name(), Action.TRIGGER, null, origin.traceparents()),
				(tick, refusal) -> trigger.completeAsync(() -> {
					if (refusal != null) {
						throw new IllegalStateException(refusal);
					}
					return (tick != null) ? tick : lostAfter(before);
				}));
	}

	private void settingAnswered(Runnable countDown) {
		synchronized (this.tickers) {
			countDown.run();
			this.status = merged();
		}
	}

	/**
	 * Return the tick that a process was asked for that has ended meanwhile.
	 * @param number the number of the newest tick when it was asked
	 */
	private TickRecord lostAfter(long number) {
		synchronized (this.tickers) {
			TickRecord last = this.status.last();
			return (last != null && last.number() > number) ? last
					: lost(Instant.now(), 0, "The worker's process has ended before it began the tick, or reported it");
		}
	}

	/**
	 * The tickers of a process have started.
	 */
	void ready() {
		this.waitingTrigger.send(this::sendTrigger);
	}

	/**
	 * Return whether a process has been asked to start the ticker from an opening.
	 */
	boolean isStarted(TickerLink link, Object opening) {
		synchronized (this.tickers) {
			return link == this.startedIn && opening == this.startedFrom;
		}
	}

	/**
	 * The process has been asked to start the ticker.
	 */
	void started(TickerLink link, Object opening, TickGate.Start start) {
		this.startedIn = link;
		this.startedFrom = opening;
		this.status = start.status();
		this.reported = this.status;
	}

	/**
	 * The process has reported a change.
	 */
	void report(TickerStatus status) {
		this.recorder.add(status);
		this.reported = status;
		this.status = merged();
	}

	/**
	 * Return what the process has reported, but with settings that it has not confirmed
	 * yet: what it says of these is old.
	 */
	private TickerStatus merged() {
		TickerStatus merged = this.reported;
		if (this.unansweredPauses > 0) {
			merged = merged.withPaused(this.status.paused());
		}
		if (this.unansweredIntervals > 0) {
			merged = merged.withInterval(this.status.interval());
		}
		return merged;
	}

	/**
	 * The process does not have the ticker, so it is ended.
	 * @param why why it does not
	 */
	void isMissing(String why) {
		this.missing = why;
		this.status = this.status.withError("the worker cannot start: " + why);
		this.reported = this.status;
		this.waitingTrigger
			.refuse("Ticker '%s' could not start: %s".formatted(this.definition.name(), this.status.error()));
	}

	/**
	 * The process has the ticker.
	 */
	void isThere() {
		if (this.missing != null) {
			this.missing = null;
			this.status = this.status.withError(null).withIdle();
			this.reported = this.status;
		}
	}

	/**
	 * The process is killed since the tick runs too long.
	 */
	void timedOut() {
		this.timedOut = true;
	}

	/**
	 * The process has ended, in the middle of a tick perhaps.
	 * @param restarted whether another one will be started
	 */
	void processEnded(boolean restarted) {
		if (this.status.state() == TickerState.RUNNING) {
			Instant now = Instant.now();
			Instant begunAt = Objects.requireNonNullElse(history().runningSince(), now);
			double duration = now.toEpochMilli() - begunAt.toEpochMilli();
			TickRecord tick = lost(begunAt, duration, "The worker's process has ended during the tick");
			this.status = this.status.withEnded(tick);
			this.recorder.add(this.status);
			this.tickers.lost(this.definition, tick);
			pauseIfFailing();
		}
		this.timedOut = false;
		if (!restarted) {
			this.status = this.status.withStopped();
			this.waitingTrigger
				.refuse("Ticker '%s' was stopped before its turn came".formatted(this.definition.name()));
		}
		else if (this.missing == null) {
			this.status = this.status.withIdle();
		}
		this.reported = this.status;
	}

	private TickRecord lost(Instant startedAt, double durationMs, String how) {
		return this.timedOut
				? new TickRecord(this.status.number(), startedAt, startedAt, durationMs, 0, Outcome.TIMEOUT,
						"It ran longer than its timeout, and the worker was killed for it")
				: new TickRecord(this.status.number(), startedAt, startedAt, durationMs, 0, Outcome.LOST, how);
	}

	private void pauseIfFailing() {
		long failures = this.status.failuresInARow();
		if (!this.status.paused() && this.definition.settings().isPausedBy(failures)) {
			this.status = this.status.withPaused(true);
			logger.warn("Ticker '%s' is paused after %d failures in a row, until it is resumed"
				.formatted(this.definition.name(), failures));
		}
	}

}
