package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.channel.TickerCommand;
import io.appinfra.net.channel.TickerCommand.Action;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A ticker that runs in a worker, through all of its processes. What was set is known
 * here: a process is told of it, and its successor begins with it. Shares the lock of
 * {@link RemoteTickers}.
 */
final class RemoteTicker implements TickerControl {

	private static final Log logger = LogFactory.getLog(RemoteTicker.class);

	private final TickerDefinition definition;

	private final RemoteTickers tickers;

	private TickerStatus status;

	private Instant changedAt = Instant.now();

	private @Nullable CompletableFuture<TickRecord> waitingTrigger;

	private int unansweredSettings;

	private boolean timedOut;

	RemoteTicker(TickerDefinition definition, RemoteTickers tickers) {
		this.definition = definition;
		this.tickers = tickers;
		this.status = TickerStatus.of(definition);
	}

	@Override
	public TickerStatus status() {
		synchronized (this.tickers) {
			return this.status;
		}
	}

	@Override
	public CompletableFuture<TickRecord> trigger() {
		synchronized (this.tickers) {
			checkCanTick();
			if (this.tickers.isConnected()) {
				CompletableFuture<TickRecord> trigger = new CompletableFuture<>();
				sendTrigger(trigger);
				return trigger.copy();
			}
			if (this.waitingTrigger == null) {
				this.waitingTrigger = new CompletableFuture<>();
			}
			return this.waitingTrigger.copy();
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
				sendSetting(paused ? Action.PAUSE : Action.RESUME, null);
			}
		}
	}

	@Override
	public void setInterval(Duration interval) {
		this.definition.settings().checkInterval(interval);
		synchronized (this.tickers) {
			this.status = this.status.withInterval(interval);
			sendSetting(Action.SET_INTERVAL, interval);
		}
	}

	private void sendTrigger(CompletableFuture<TickRecord> trigger) {
		this.tickers.send(new TickerCommand(this.definition.name(), Action.TRIGGER, null), (tick, refusal) -> {
			if (refusal != null) {
				trigger.completeExceptionally(new IllegalStateException(refusal));
			}
			else {
				trigger.completeAsync(() -> (tick != null) ? tick : lost());
			}
		});
	}

	private void sendSetting(Action action, @Nullable Duration interval) {
		if (this.tickers.isConnected()) {
			this.unansweredSettings++;
			this.tickers.send(new TickerCommand(this.definition.name(), action, interval),
					(tick, refusal) -> settingAnswered());
		}
	}

	private void settingAnswered() {
		synchronized (this.tickers) {
			this.unansweredSettings--;
		}
	}

	/**
	 * Return the tick that was asked for from a process that has ended meanwhile.
	 */
	private TickRecord lost() {
		TickRecord last = status().last();
		return (last != null && last.outcome() == Outcome.LOST) ? last : lost(Instant.now(), 0);
	}

	/**
	 * A process has connected, and has begun with the status.
	 */
	void connected() {
		CompletableFuture<TickRecord> trigger = this.waitingTrigger;
		if (trigger != null) {
			this.waitingTrigger = null;
			sendTrigger(trigger);
		}
	}

	/**
	 * The process has told of a change. What it says of settings that it has not
	 * confirmed yet is old.
	 */
	void report(TickerStatus status) {
		this.status = (this.unansweredSettings == 0) ? status
				: status.withPaused(this.status.paused()).withInterval(this.status.interval());
		this.changedAt = Instant.now();
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
			double duration = Instant.now().toEpochMilli() - this.changedAt.toEpochMilli();
			this.status = this.status.withEnded(lost(this.changedAt, duration));
			pauseIfFailing();
		}
		this.timedOut = false;
		this.status = restarted ? this.status.withIdle() : this.status.withStopped();
		CompletableFuture<TickRecord> trigger = this.waitingTrigger;
		if (!restarted && trigger != null) {
			this.waitingTrigger = null;
			IllegalStateException stopped = new IllegalStateException(
					"Ticker '%s' was stopped before its turn came".formatted(this.definition.name()));
			CompletableFuture.runAsync(() -> trigger.completeExceptionally(stopped));
		}
	}

	private TickRecord lost(Instant startedAt, double durationMs) {
		return this.timedOut
				? new TickRecord(this.status.number(), startedAt, startedAt, durationMs, 0, Outcome.TIMEOUT,
						"It ran longer than its timeout, and the worker was killed for it")
				: new TickRecord(this.status.number(), startedAt, startedAt, durationMs, 0, Outcome.LOST,
						"The worker's process has ended during the tick");
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
