package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A ticker that runs in this process, before, between and after its runs.
 */
final class LocalTicker implements TickerControl {

	private final TickerDefinition definition;

	private final TickRecorder recorder = new TickRecorder();

	private TickerStatus status;

	private @Nullable TickerRunner runner;

	LocalTicker(TickerDefinition definition) {
		this.definition = definition;
		this.status = TickerStatus.of(definition);
	}

	TickerDefinition definition() {
		return this.definition;
	}

	synchronized @Nullable TickerRunner runner() {
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
	synchronized void start(Ticker ticker, TickerRuntime runtime) {
		CompletableFuture<Void> former = (this.runner != null) ? this.runner.stop()
				: CompletableFuture.completedFuture(null);
		TickerRunner next = new TickerRunner(status().withError(null), this.definition, ticker, runtime, this.recorder);
		this.runner = next;
		former.thenRun(next::start);
	}

	@Override
	public synchronized TickerStatus status() {
		return (this.runner != null) ? this.runner.status() : this.status;
	}

	@Override
	public TickHistory history() {
		return this.recorder.history();
	}

	@Override
	public synchronized CompletableFuture<TickRecord> trigger(TickOrigin origin) {
		if (this.runner == null) {
			throw new IllegalStateException("Ticker '%s' has not started".formatted(this.definition.name()));
		}
		return this.runner.trigger(origin);
	}

	@Override
	public synchronized void pause() {
		setPaused(true);
	}

	@Override
	public synchronized void resume() {
		setPaused(false);
	}

	private void setPaused(boolean paused) {
		if (this.runner == null) {
			this.status = this.status.withPaused(paused);
		}
		else if (paused) {
			this.runner.pause();
		}
		else {
			this.runner.resume();
		}
	}

	@Override
	public synchronized void setInterval(Duration interval) {
		this.definition.settings().checkInterval(interval);
		if (this.runner == null) {
			this.status = this.status.withInterval(interval);
		}
		else {
			this.runner.setInterval(interval);
		}
	}

}
