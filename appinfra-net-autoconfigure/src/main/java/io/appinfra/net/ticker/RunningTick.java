package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A tick that is being run.
 */
final class RunningTick implements TickContext {

	private static final double NANOS_PER_MILLI = 1_000_000;

	private final long number;

	private final TickTime time;

	private final Instant startedAt;

	private final long startedNanos;

	private final Duration lateness;

	private final long skipped;

	private final BooleanSupplier stopRequested;

	RunningTick(long number, TickTime time, long startedNanos, TickSchedule schedule, BooleanSupplier stopRequested) {
		this.number = number;
		this.time = time;
		this.startedAt = time.wall().instant();
		this.startedNanos = startedNanos;
		this.lateness = Duration.ofNanos(startedNanos - schedule.dueAt());
		this.skipped = schedule.skipped();
		this.stopRequested = stopRequested;
	}

	@Override
	public long number() {
		return this.number;
	}

	@Override
	public Instant scheduledAt() {
		return this.startedAt.minus(this.lateness);
	}

	@Override
	public Duration lateness() {
		return this.lateness;
	}

	@Override
	public long skipped() {
		return this.skipped;
	}

	@Override
	public boolean stopRequested() {
		return this.stopRequested.getAsBoolean();
	}

	@Override
	public long fencingToken() {
		return this.time.fencingToken(this.number);
	}

	TickRecord ended(@Nullable Throwable failure) {
		TickRecord.Outcome outcome = (failure == null) ? TickRecord.Outcome.SUCCESS : TickRecord.Outcome.FAILURE;
		return new TickRecord(this.number, scheduledAt(), this.startedAt,
				(this.time.nanos() - this.startedNanos) / NANOS_PER_MILLI, this.lateness.toNanos() / NANOS_PER_MILLI,
				outcome, (failure != null) ? failure.toString() : null);
	}

}
