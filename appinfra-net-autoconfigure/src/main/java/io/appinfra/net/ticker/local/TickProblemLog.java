package io.appinfra.net.ticker.local;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Reports the ticks of one ticker that are late or fail to the operator. The stack of
 * equal failures in a row is logged with the first of them alone.
 */
final class TickProblemLog {

	private static final Log logger = LogFactory.getLog(TickProblemLog.class);

	private final TickerDefinition definition;

	private final TickerRuntime runtime;

	private final LateTicks late;

	private final EqualFailures failures = new EqualFailures();

	private volatile long timerFiredAt;

	private volatile long lastTickEndedAt;

	TickProblemLog(TickerDefinition definition, TickerRuntime runtime) {
		this.definition = definition;
		this.runtime = runtime;
		this.late = new LateTicks(definition.name());
		this.timerFiredAt = runtime.time().nanos();
		this.lastTickEndedAt = this.timerFiredAt;
	}

	void timerFired() {
		this.timerFiredAt = this.runtime.time().nanos();
	}

	void begun(RunningTick tick, @Nullable Duration currentInterval) {
		Duration interval = this.definition.settings().interval(currentInterval, tick.scheduledAt());
		if (interval != null && tick.lateness().compareTo(interval) > 0) {
			this.late.add(tick.lateness(), interval, cause(tick), tick.startedNanos());
		}
	}

	private String cause(RunningTick tick) {
		long lateness = tick.lateness().toNanos();
		long due = tick.startedNanos() - lateness;
		if (this.lastTickEndedAt - due > 0) {
			return "its own last tick";
		}
		return ((this.timerFiredAt - due) * 2 > lateness) ? this.runtime.delays().cause(due, this.timerFiredAt)
				: PauseMeter.PAUSE;
	}

	void ended(RunningTick tick, TickRecord record, @Nullable Throwable failure) {
		this.lastTickEndedAt = this.runtime.time().nanos();
		if (tick.hasTimedOut()) {
			log("Tick %d of ticker '%s' ran for %d ms, longer than its timeout".formatted(tick.number(),
					this.definition.name(), (long) record.durationMs()), true, failure);
		}
		else if (failure != null) {
			log("Tick %d of ticker '%s' failed".formatted(tick.number(), this.definition.name()), false, failure);
		}
		else {
			this.failures.end();
		}
	}

	private void log(String what, boolean timeout, @Nullable Throwable failure) {
		try {
			long inARow = inARow(timeout, failure);
			if (inARow > 1) {
				logger.error("%s as before, %d times in a row: %s".formatted(what, inARow, inOneLine(failure)));
			}
			else {
				logger.error(what, failure);
			}
		}
		catch (Throwable ex) {
			logger.error("%s with what cannot be logged, %s".formatted(what, RunningTick.describe(failure)));
		}
	}

	private long inARow(boolean timeout, @Nullable Throwable failure) {
		if (failure != null) {
			return this.failures.add(timeout, failure);
		}
		this.failures.end();
		return 1;
	}

	private static String inOneLine(@Nullable Throwable failure) {
		return String.valueOf(RunningTick.describe(failure)).replaceAll("\\R\\s*", " ");
	}

}
