package io.appinfra.net.remote.ticker;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	private final UnconfirmedSetting paused = new UnconfirmedSetting(
			(reported, set) -> reported.withPaused(set.paused()));

	private final UnconfirmedSetting interval = new UnconfirmedSetting(
			(reported, set) -> reported.withInterval(set.interval()));

	private TickerStatus status;

	private TickerStatus reported;

	private boolean timedOut;

	private boolean missing;

	private @Nullable Run run;

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
				set(this.paused, this.status.withPaused(paused),
						TickerCommand.setPaused(this.definition.name(), paused));
			}
		}
	}

	@Override
	public void setInterval(Duration interval) {
		this.definition.settings().checkInterval(interval);
		synchronized (this.tickers) {
			set(this.interval, this.status.withInterval(interval),
					TickerCommand.setInterval(this.definition.name(), interval));
		}
	}

	private void set(UnconfirmedSetting setting, TickerStatus status, TickerCommand command) {
		if (this.tickers.isConnected()) {
			this.status = status;
			setting.sent();
			this.tickers.send(command, (tick, refusal) -> answered(setting));
		}
		else {
			become(status);
		}
	}

	private void answered(UnconfirmedSetting setting) {
		synchronized (this.tickers) {
			setting.confirmed();
			this.status = merged();
		}
	}

	/**
	 * Take a status that no process has to confirm.
	 */
	private void become(TickerStatus status) {
		this.status = status;
		this.reported = status;
	}

	private void sendTrigger(CompletableFuture<TickRecord> trigger, TickOrigin origin) {
		long before = this.status.number();
		this.tickers.send(TickerCommand.trigger(this.definition.name(), origin),
				(tick, refusal) -> trigger.completeAsync(() -> {
					if (refusal != null) {
						throw new IllegalStateException(refusal);
					}
					return (tick != null) ? tick : lostAfter(before);
				}));
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
			Run run = this.run;
			return run != null && run.link() == link && run.opening() == opening;
		}
	}

	/**
	 * The process has been asked to start the ticker.
	 */
	void started(TickerLink link, Object opening, TickGate.Start start) {
		this.run = new Run(link, opening);
		become(start.status());
	}

	/**
	 * The process has reported a change.
	 */
	void report(TickerStatus status) {
		this.recorder.add(status);
		this.reported = status;
		this.status = merged();
	}

	private TickerStatus merged() {
		return this.interval.merge(this.paused.merge(this.reported, this.status), this.status);
	}

	/**
	 * A process does not have the ticker, and is discarded for it.
	 * @param why why it does not
	 */
	void missing(String why) {
		this.missing = true;
		become(this.status.withError("the worker cannot start: " + why));
		this.waitingTrigger
			.refuse("Ticker '%s' could not start: %s".formatted(this.definition.name(), this.status.error()));
	}

	/**
	 * A process has the ticker.
	 */
	void present() {
		if (this.missing) {
			this.missing = false;
			become(this.status.withError(null).withIdle());
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
			loseTick();
		}
		this.timedOut = false;
		if (!restarted) {
			become(this.status.withStopped());
			this.waitingTrigger
				.refuse("Ticker '%s' was stopped before its turn came".formatted(this.definition.name()));
		}
		else {
			become(this.missing ? this.status : this.status.withIdle());
		}
	}

	private void loseTick() {
		Instant now = Instant.now();
		Instant begunAt = Objects.requireNonNullElse(history().runningSince(), now);
		double duration = now.toEpochMilli() - begunAt.toEpochMilli();
		TickRecord tick = lost(begunAt, duration, "The worker's process has ended during the tick");
		this.status = this.status.withEnded(tick);
		this.recorder.add(this.status);
		this.tickers.lost(this.definition, tick);
		pauseIfFailing();
	}

	private TickRecord lost(Instant startedAt, double durationMs, String how) {
		String error = this.timedOut ? "It ran longer than its timeout, and the worker was killed for it" : how;
		return new TickRecord(this.status.number(), startedAt, startedAt, durationMs, 0,
				this.timedOut ? Outcome.TIMEOUT : Outcome.LOST, error);
	}

	private void pauseIfFailing() {
		long failures = this.status.failuresInARow();
		if (!this.status.paused() && this.definition.settings().isPausedBy(failures)) {
			this.status = this.status.withPaused(true);
			logger.warn("Ticker '%s' is paused after %d failures in a row, until it is resumed"
				.formatted(this.definition.name(), failures));
		}
	}

	/**
	 * A run of the ticker in a process.
	 *
	 * @param link the link to the process
	 * @param opening what the run started from
	 */
	private record Run(TickerLink link, Object opening) {

	}

}
