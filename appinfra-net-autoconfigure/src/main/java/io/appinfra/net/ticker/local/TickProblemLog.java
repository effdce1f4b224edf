package io.appinfra.net.ticker.local;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Logs the ticks of one ticker that are late or fail. The stack of equal failures in a
 * row is logged with the first of them alone.
 */
final class TickProblemLog {

	private static final Log logger = LogFactory.getLog(TickProblemLog.class);

	private static final String START = "its start in this process";

	private static final String LAST_TICK = "its own last tick";

	private static final String STORE = "the store";

	private final TickerDefinition definition;

	private final TickerRuntime runtime;

	private final LateTicks late;

	private final EqualFailures failures = new EqualFailures();

	private volatile long timerFiredAt;

	private volatile long askedAt;

	private volatile Hold hold;

	TickProblemLog(TickerDefinition definition, TickerRuntime runtime) {
		this.definition = definition;
		this.runtime = runtime;
		this.late = new LateTicks(definition.name());
		this.timerFiredAt = runtime.clocks().nanos();
		this.askedAt = this.timerFiredAt;
		this.hold = new Hold(START, this.timerFiredAt);
	}

	/**
	 * The ticker has started in this process, and can tick from now on.
	 */
	void started() {
		this.hold = new Hold(START, this.runtime.clocks().nanos());
	}

	void timerFired() {
		this.timerFiredAt = this.runtime.clocks().nanos();
	}

	/**
	 * A tick is asked for, which may have to wait for the store.
	 */
	void asked() {
		this.askedAt = this.runtime.clocks().nanos();
	}

	void begun(RunningTick tick, @Nullable Duration currentInterval) {
		Duration interval = this.definition.settings().intervalAfter(currentInterval, tick.scheduledAt());
		if (interval != null && tick.lateness().compareTo(interval) > 0) {
			this.late.add(tick.lateness(), interval, cause(tick), tick.startedNanos());
		}
	}

	private String cause(RunningTick tick) {
		long lateness = tick.lateness().toNanos();
		long due = tick.startedNanos() - lateness;
		if (this.definition.inCluster() && (tick.startedNanos() - this.askedAt) * 2 > lateness) {
			return STORE;
		}
		Hold hold = this.hold;
		if (hold.until() - due > 0) {
			return hold.cause();
		}
		return ((this.timerFiredAt - due) * 2 > lateness) ? this.runtime.delays().cause(due, this.timerFiredAt)
				: PauseMeter.PAUSE;
	}

	void ended(RunningTick tick, TickRecord record, @Nullable Throwable failure) {
		this.hold = new Hold(LAST_TICK, this.runtime.clocks().nanos());
		if (tick.hasTimedOut()) {
			log("Tick %d of ticker '%s' ran for %d ms, longer than its timeout".formatted(tick.number(),
					this.definition.name(), (long) record.durationMs()), true, failure);
		}
		else if (failure != null) {
			log("Tick %d of ticker '%s' failed".formatted(tick.number(), this.definition.name()), false, failure);
		}
		else {
			this.failures.reset();
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
		this.failures.reset();
		return 1;
	}

	private static String inOneLine(@Nullable Throwable failure) {
		return String.valueOf(RunningTick.describe(failure)).replaceAll("\\R\\s*", " ");
	}

	/**
	 * What kept the ticker from ticking last.
	 *
	 * @param cause what it was, in words that follow "held up by"
	 * @param until when it ended, in nanoseconds of the monotonic clock
	 */
	private record Hold(String cause, long until) {

	}

}
