package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickHistory;
import io.appinfra.net.ticker.TickHistoryRecorder;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * A ticker that runs in this process, before, between and after its runs.
 */
final class LocalTicker implements TickerControl {

	private final TickerDefinition definition;

	private final TickHistoryRecorder recorder = new TickHistoryRecorder();

	private volatile TickerStatus status;

	private volatile @Nullable TickerRunner runner;

	LocalTicker(TickerDefinition definition) {
		this.definition = definition;
		this.status = TickerStatus.of(definition);
	}

	TickerDefinition definition() {
		return this.definition;
	}

	@Nullable TickerRunner runner() {
		return this.runner;
	}

	/**
	 * Let the numbers of the ticker, and what was set, go on from a former process.
	 * @param status the status that the ticker had there
	 */
	synchronized void goOnFrom(TickerStatus status) {
		this.status = status;
	}

	/**
	 * Start a run. It begins when the one before has ended.
	 * @param ticker the ticker
	 * @param runtime what it runs on
	 */
	void start(Ticker ticker, TickerRuntime runtime) {
		start(ticker, runtime, null);
	}

	/**
	 * Start a run from what is known of runs elsewhere. It begins when the one before has
	 * ended.
	 * @param ticker the ticker
	 * @param runtime what it runs on
	 * @param status the status that it had there, {@code null} for that of the run before
	 */
	void start(Ticker ticker, TickerRuntime runtime, @Nullable TickerStatus status) {
		TickerRunner former = this.runner;
		CompletableFuture<Void> formerEnded = (former != null) ? former.stop()
				: CompletableFuture.completedFuture(null);
		TickerRunner next = replace(ticker, runtime, status);
		formerEnded.thenRun(next::start);
	}

	private synchronized TickerRunner replace(Ticker ticker, TickerRuntime runtime, @Nullable TickerStatus known) {
		TickerStatus status = (known != null) ? known : status().withError(null);
		TickerRunner next = new TickerRunner(status, this.definition, ticker, runtime, this.recorder);
		this.runner = next;
		return next;
	}

	@Override
	public TickerStatus status() {
		TickerRunner runner = this.runner;
		return (runner != null) ? runner.status() : this.status;
	}

	@Override
	public TickHistory history() {
		return this.recorder.history();
	}

	@Override
	public CompletableFuture<TickRecord> trigger(TickOrigin origin) {
		TickerRunner runner = this.runner;
		if (runner == null) {
			throw new IllegalStateException("Ticker '%s' has not started".formatted(this.definition.name()));
		}
		return runner.trigger(origin);
	}

	@Override
	public void pause() {
		TickerRunner runner = setBeforeFirstRun((status) -> status.withPaused(true));
		if (runner != null) {
			runner.pause();
		}
	}

	@Override
	public void resume() {
		TickerRunner runner = setBeforeFirstRun((status) -> status.withPaused(false));
		if (runner != null) {
			runner.resume();
		}
	}

	@Override
	public void setInterval(Duration interval) {
		this.definition.settings().checkInterval(interval);
		TickerRunner runner = setBeforeFirstRun((status) -> status.withInterval(interval));
		if (runner != null) {
			runner.setInterval(interval);
		}
	}

	/**
	 * Change what the first run begins with.
	 * @return the run, {@code null} if it has not begun
	 */
	private synchronized @Nullable TickerRunner setBeforeFirstRun(UnaryOperator<TickerStatus> change) {
		if (this.runner == null) {
			this.status = change.apply(this.status);
		}
		return this.runner;
	}

}
