package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;

/**
 * A tick that is being run.
 */
final class RunningTick implements TickContext {

	private static final double NANOS_PER_MILLI = 1_000_000;

	private final TickGate.Pass pass;

	private final TickClocks clocks;

	private final Instant scheduledAt;

	private final Instant startedAt;

	private final long startedNanos;

	private final Duration lateness;

	private final long skipped;

	private final BooleanSupplier stopRequested;

	private final @Nullable TickTrigger trigger;

	private volatile boolean timedOut;

	private volatile boolean lost;

	/**
	 * Create a tick that begins now.
	 * @param pass lets it begin
	 * @param clocks the clocks
	 * @param startedAt the present time
	 * @param lateness how long ago it was due
	 * @param skipped how many ticks were left out before it
	 * @param stopRequested returns whether the ticker is to stop
	 * @param trigger asked for it, {@code null} for nobody
	 */
	RunningTick(TickGate.Pass pass, TickClocks clocks, Instant startedAt, Duration lateness, long skipped,
			BooleanSupplier stopRequested, @Nullable TickTrigger trigger) {
		this.pass = pass;
		this.clocks = clocks;
		this.startedNanos = clocks.nanos();
		this.startedAt = startedAt;
		this.scheduledAt = this.startedAt.minus(lateness);
		this.lateness = lateness;
		this.skipped = skipped;
		this.stopRequested = stopRequested;
		this.trigger = trigger;
	}

	@Override
	public long number() {
		return this.pass.number();
	}

	@Override
	public Instant scheduledAt() {
		return this.scheduledAt;
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
		return this.timedOut || this.lost || this.stopRequested.getAsBoolean();
	}

	@Override
	public long fencingToken() {
		Long token = this.pass.fencingToken();
		return (token != null) ? token : this.clocks.fencingToken(number());
	}

	TickOrigin origin() {
		return (this.trigger != null) ? this.trigger.origin() : TickOrigin.NONE;
	}

	long startedNanos() {
		return this.startedNanos;
	}

	/**
	 * The tick has run longer than it may.
	 */
	void timeOut() {
		this.timedOut = true;
	}

	/**
	 * Another instance may have gone on with the ticker.
	 */
	void lose() {
		this.lost = true;
	}

	boolean hasTimedOut() {
		return this.timedOut;
	}

	TickRecord ended(@Nullable Throwable failure) {
		return new TickRecord(number(), this.scheduledAt, this.startedAt,
				(this.clocks.nanos() - this.startedNanos) / NANOS_PER_MILLI, this.lateness.toNanos() / NANOS_PER_MILLI,
				outcome(failure), error(failure));
	}

	/**
	 * Notify those who wait for the end, in another thread.
	 * @param record the tick
	 */
	void notify(TickRecord record) {
		if (this.trigger != null) {
			this.trigger.tick().completeAsync(() -> record);
		}
	}

	private TickRecord.Outcome outcome(@Nullable Throwable failure) {
		if (this.timedOut) {
			return TickRecord.Outcome.TIMEOUT;
		}
		if (this.lost) {
			return TickRecord.Outcome.LOST;
		}
		return (failure == null) ? TickRecord.Outcome.SUCCESS : TickRecord.Outcome.FAILURE;
	}

	private @Nullable String error(@Nullable Throwable failure) {
		if (failure == null && (this.timedOut || this.lost)) {
			return this.timedOut ? "It went on after its timeout" : "Another instance may have begun the next tick";
		}
		return describe(failure);
	}

	/**
	 * Return a failure in one line, even if its message fails itself.
	 * @param failure the failure
	 * @return the line, or {@code null} for no failure
	 */
	static @Nullable String describe(@Nullable Throwable failure) {
		try {
			return (failure != null) ? failure.toString() : null;
		}
		catch (Throwable ex) {
			return failure.getClass().getName();
		}
	}

}
