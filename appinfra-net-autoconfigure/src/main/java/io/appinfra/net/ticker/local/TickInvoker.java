package io.appinfra.net.ticker.local;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Runs the ticks of a ticker, each from the gate to the last listener, in the ticker's
 * thread and without its lock.
 */
final class TickInvoker {

	private static final Log logger = LogFactory.getLog(TickInvoker.class);

	private final TickerDefinition definition;

	private final Ticker ticker;

	private final TickerRuntime runtime;

	private final TickProblemLog log;

	private boolean firstTickPrepared;

	TickInvoker(TickerDefinition definition, Ticker ticker, TickerRuntime runtime, TickProblemLog log) {
		this.definition = definition;
		this.ticker = ticker;
		this.runtime = runtime;
		this.log = log;
	}

	/**
	 * Run a tick, if it may begin.
	 * @param runner the ticker
	 * @param due the tick
	 */
	void run(TickerRunner runner, DueTick due) {
		TickGate.Pass pass = pass(due);
		RunningTick tick = (pass != null) ? runner.begin(due, pass) : null;
		if (tick != null) {
			run(runner, due, tick);
		}
		else if (due.trigger() != null) {
			due.trigger()
				.tick()
				.completeExceptionally(
						new IllegalStateException("Ticker '%s' may not tick now".formatted(this.definition.name())));
		}
	}

	private TickGate.@Nullable Pass pass(DueTick due) {
		this.log.asked();
		try {
			return this.runtime.gate()
				.enter(this.definition,
						new TickGate.Due(due.number(), due.plannedAt(), due.skipped(), due.trigger() != null));
		}
		catch (Throwable ex) {
			logger.warn("Tick %d of ticker '%s' is left out".formatted(due.number(), this.definition.name()), ex);
			return null;
		}
	}

	private void run(TickerRunner runner, DueTick due, RunningTick tick) {
		TickListener.Ending ending = this.runtime.ticks().begun(this.definition, tick, tick.origin());
		Throwable failure = call(tick, runner.status().interval());
		TickRecord record = tick.ended(failure);
		boolean pauses = runner.end(due, record);
		this.log.ended(tick, record, failure);
		if (pauses) {
			logger.warn("Ticker '%s' is paused after %d failures in a row, until it is resumed"
				.formatted(this.definition.name(), runner.status().failuresInARow()));
		}
		ended(record);
		ending.ended(record, failure);
		tick.notify(record);
	}

	private @Nullable Throwable call(RunningTick tick, @Nullable Duration interval) {
		TickTimeout timeout = null;
		try {
			this.log.begun(tick, interval);
			timeout = startTimeout(tick);
			prepareFirstTick();
			this.ticker.tick(tick);
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			if (timeout != null) {
				timeout.end();
			}
		}
	}

	private void prepareFirstTick() throws Exception {
		if (!this.firstTickPrepared) {
			this.ticker.beforeFirstTick();
			this.firstTickPrepared = true;
		}
	}

	private @Nullable TickTimeout startTimeout(RunningTick tick) {
		Duration timeout = this.definition.settings().timeout();
		boolean interrupts = timeout != null && !this.definition.inWorker();
		return interrupts ? TickTimeout.start(this.definition.name(), timeout, tick, this.runtime) : null;
	}

	private void ended(TickRecord record) {
		try {
			this.runtime.gate().ended(this.definition, record);
		}
		catch (Throwable ex) {
			logger.warn("The end of tick %d of ticker '%s' cannot be reported".formatted(record.number(),
					this.definition.name()), ex);
		}
	}

}
