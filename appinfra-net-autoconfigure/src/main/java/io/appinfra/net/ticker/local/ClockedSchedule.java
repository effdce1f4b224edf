package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickSchedule;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The schedule of a ticker that has started, by the clock of its mode. Used with the lock
 * of its {@link TickerRunner} once it has started.
 */
final class ClockedSchedule {

	private final TickSchedule schedule;

	private final TickMode mode;

	private final TickClocks clocks;

	private ClockedSchedule(TickSchedule schedule, TickMode mode, TickClocks clocks) {
		this.schedule = schedule;
		this.mode = mode;
		this.clocks = clocks;
	}

	/**
	 * Start a schedule where the ticker has been elsewhere, or else as its settings say.
	 * @param definition the ticker
	 * @param interval its interval, {@code null} if its mode has none
	 * @param clocks the clocks
	 * @param gate knows where the ticker has been, and may wait
	 * @return the schedule
	 */
	static ClockedSchedule start(TickerDefinition definition, @Nullable Duration interval, TickClocks clocks,
			TickGate gate) {
		TickGate.Position position = gate.started(definition);
		TickMode mode = definition.settings().mode();
		ClockedSchedule started = new ClockedSchedule(
				definition.settings().startSchedule(interval, clocks.nanos(mode), ThreadLocalRandom.current()), mode,
				clocks);
		if (position == null) {
			gate.scheduled(definition, started.instant(started.schedule.nextDueAt(started.now())));
		}
		else {
			started.resume(position);
		}
		return started;
	}

	private void resume(TickGate.Position position) {
		Instant begun = position.begunAt();
		Instant ended = position.endedAt();
		this.schedule.resume(nanos(position.dueAt()), (begun != null) ? nanos(begun) : null,
				(ended != null) ? nanos(ended) : null);
	}

	/**
	 * Forget what was due, and go on as after the start.
	 */
	void restart() {
		this.schedule.restart(now());
	}

	void setInterval(Duration interval) {
		this.schedule.setInterval(interval, now());
	}

	/**
	 * Return how long it is until the next tick is due, zero if it is.
	 */
	Duration untilNext() {
		return this.schedule.untilNext(now());
	}

	/**
	 * Return when the next tick is due.
	 */
	Next next() {
		long now = now();
		long due = Math.max(this.schedule.nextDueAt(now), now);
		return new Next(instant(due), Duration.ofNanos(due - now));
	}

	/**
	 * Take the tick that is due.
	 * @param status what is known of the ticker
	 * @param trigger asks for a tick whether one is due or not, {@code null} for nobody
	 * @return the tick, {@code null} if none is due
	 */
	@Nullable DueTick takeDue(TickerStatus status, @Nullable TickTrigger trigger) {
		if (trigger != null) {
			this.schedule.tickOutOfTurn(now());
		}
		else if (status.paused() || !this.schedule.tryTick(now())) {
			return null;
		}
		return new DueTick(this, status.number() + 1, this.schedule.dueAt(), instant(this.schedule.plannedAt()),
				this.schedule.skipped(), trigger, status.paused());
	}

	/**
	 * Begin a tick now.
	 * @param due the tick
	 * @param pass lets it begin
	 * @param stopRequested returns whether the ticker is to stop
	 * @return the tick
	 */
	RunningTick begin(DueTick due, TickGate.Pass pass, BooleanSupplier stopRequested) {
		long now = now();
		long late = (due.trigger() != null) ? 0 : Math.max(0, now - due.dueAt());
		return new RunningTick(pass, this.clocks, instant(now), Duration.ofNanos(late), due.skipped(), stopRequested,
				due.trigger());
	}

	void tickFailed() {
		this.schedule.tickFailed();
	}

	private Instant instant(long nanos) {
		return this.clocks.instant(this.mode, nanos);
	}

	private long nanos(Instant instant) {
		return this.clocks.nanos(this.mode, instant);
	}

	private long now() {
		return this.clocks.nanos(this.mode);
	}

	/**
	 * When the next tick is due, as soon as possible if it is late.
	 *
	 * @param at the time
	 * @param delay how long it is until then
	 */
	record Next(Instant at, Duration delay) {

	}

}
