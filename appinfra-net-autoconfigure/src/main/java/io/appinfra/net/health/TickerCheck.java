package io.appinfra.net.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Finds out what is wrong with a ticker.
 */
final class TickerCheck {

	private final TickersHealthLimits limits;

	private final InstantSource clock;

	TickerCheck(TickersHealthLimits limits, InstantSource clock) {
		this.limits = limits;
		this.clock = clock;
	}

	/**
	 * Return what is wrong.
	 * @param status the status of the ticker
	 * @param runningSince when the tick that runs began, {@code null} if none does
	 * @return what is wrong, {@code null} if nothing is
	 */
	@Nullable String problem(TickerStatus status, @Nullable Instant runningSince) {
		if (status.error() != null) {
			return "could not start";
		}
		if (this.limits.failures() > 0 && status.failuresInARow() >= this.limits.failures()) {
			return "%d failures in a row".formatted(status.failuresInARow());
		}
		if (this.limits.overdueFactor() <= 0 || status.paused()) {
			return null;
		}
		return (status.state() == TickerState.RUNNING) ? tooLong(status, runningSince) : tooLate(status);
	}

	private @Nullable String tooLong(TickerStatus status, @Nullable Instant runningSince) {
		boolean onTime = status.mode() == TickMode.FLEX || status.mode() == TickMode.STRICT;
		return (onTime && isOverdue(status, runningSince))
				? "the next tick is overdue, since this one runs since %s".formatted(runningSince) : null;
	}

	private @Nullable String tooLate(TickerStatus status) {
		return (status.state() == TickerState.WAITING && isOverdue(status, status.nextAt()))
				? "the tick of %s is overdue".formatted(status.nextAt()) : null;
	}

	private boolean isOverdue(TickerStatus status, @Nullable Instant since) {
		return since != null && Duration.between(since, this.clock.instant()).compareTo(patience(status)) > 0;
	}

	private Duration patience(TickerStatus status) {
		Duration interval = status.interval();
		double millis = (interval != null) ? millis(interval) * this.limits.overdueFactor() : 0;
		return Duration.ofMillis(Math.max((long) millis, this.limits.overdueMinimum().toMillis()));
	}

	/**
	 * Return the milliseconds of any duration, also where they are more than a long has.
	 */
	private static double millis(Duration duration) {
		return duration.toSeconds() * 1e3 + duration.toMillisPart();
	}

}
