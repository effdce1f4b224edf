package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickSchedule;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The state machine of one ticker, from its start to its stop. It decides what comes
 * next, and does none of it: an alarm and a thread are wanted until they are taken from
 * it. Used with the lock of its {@link TickerRunner}, but for what is volatile.
 */
final class TickerMachine {

	private final TickerDefinition definition;

	private final TickTime time;

	private final Consumer<TickerStatus> listener;

	private volatile boolean stopRequested;

	private volatile TickerStatus status;

	private Phase phase = Phase.NEW;

	/**
	 * There is one as soon as the ticker has started.
	 */
	private @Nullable TickSchedule schedule;

	private @Nullable TickTrigger trigger;

	private @Nullable DueTick due;

	private @Nullable RunningTick tick;

	private long alarms;

	private TickTimer.@Nullable Alarm alarm;

	private boolean threadWanted;

	private boolean abandoned;

	/**
	 * Create the state of a ticker that has not started.
	 * @param status what is known of it
	 * @param definition the ticker
	 * @param time the clocks
	 * @param listener receives each status
	 */
	TickerMachine(TickerStatus status, TickerDefinition definition, TickTime time, Consumer<TickerStatus> listener) {
		this.status = status;
		this.definition = definition;
		this.time = time;
		this.listener = listener;
	}

	/**
	 * Return what is known of the ticker. Called by any thread.
	 */
	TickerStatus status() {
		return this.status;
	}

	private void setStatus(TickerStatus status) {
		this.status = status;
		this.listener.accept(status);
	}

	/**
	 * Return the alarm that was decided on last, once.
	 */
	TickTimer.@Nullable Alarm takeAlarm() {
		TickTimer.Alarm taken = this.alarm;
		this.alarm = null;
		return taken;
	}

	/**
	 * Return whether a thread is wanted that asks for {@link #nextTurn turns}, once.
	 */
	boolean takeThreadWanted() {
		boolean taken = this.threadWanted;
		this.threadWanted = false;
		return taken;
	}

	private void decideAlarm(@Nullable Duration delay) {
		this.alarm = new TickTimer.Alarm(++this.alarms, delay);
	}

	void start() {
		if (!this.stopRequested) {
			wantThread();
		}
	}

	void stop() {
		this.stopRequested = true;
		wantThread();
	}

	void abandon() {
		this.stopRequested = true;
		this.abandoned = true;
		if (this.tick != null) {
			this.tick.lose();
		}
	}

	/**
	 * Want a thread for the start or the next turn, unless there is one.
	 */
	void wantThread() {
		if (this.phase == Phase.NEW || this.phase == Phase.WAITING) {
			this.phase = (this.phase == Phase.NEW) ? Phase.START_DUE : Phase.TURN_DUE;
			decideAlarm(null);
			this.threadWanted = true;
		}
	}

	/**
	 * Note that no thread can be had. {@link #wantThread} has to follow.
	 */
	void threadRefused() {
		this.phase = (this.phase == Phase.START_DUE) ? Phase.NEW : Phase.WAITING;
	}

	/**
	 * Ask for a tick out of turn.
	 * @return the tick, the same for all who ask before it begins
	 * @throws IllegalStateException if the ticker has stopped, or could not start
	 */
	TickTrigger trigger(TickOrigin origin) {
		if (this.stopRequested || this.status.error() != null) {
			throw new IllegalStateException("Ticker '%s' %s".formatted(this.definition.name(),
					this.stopRequested ? "has stopped" : "could not start: " + this.status.error()));
		}
		TickTrigger trigger = this.trigger;
		if (trigger == null) {
			trigger = new TickTrigger();
			this.trigger = trigger;
		}
		trigger.askAgain(origin);
		if (this.phase == Phase.WAITING) {
			wantThread();
		}
		return trigger;
	}

	/**
	 * Return who has asked for a tick that has not begun, once.
	 */
	@Nullable TickTrigger takeTrigger() {
		TickTrigger taken = this.trigger;
		this.trigger = null;
		return taken;
	}

	void pause() {
		if (!this.status.paused()) {
			decideAlarm(null);
			setStatus(this.status.withPaused(true));
		}
	}

	void resume() {
		if (this.status.paused()) {
			setStatus(this.status.withPaused(false));
			if (this.schedule != null && this.phase != Phase.TICKING) {
				this.schedule.restart(now());
				setAlarmIfWaiting(this.schedule);
			}
		}
	}

	void setInterval(Duration interval) {
		setStatus(this.status.withInterval(interval));
		if (this.schedule != null) {
			this.schedule.setInterval(interval, now());
			setAlarmIfWaiting(this.schedule);
		}
	}

	private void setAlarmIfWaiting(TickSchedule schedule) {
		if (this.phase != Phase.WAITING || this.stopRequested) {
			return;
		}
		if (this.status.paused()) {
			setStatus(this.status.withIdle());
			return;
		}
		long now = now();
		long due = schedule.nextDueAt(now);
		setStatus(this.status.withNextAt(instant(Math.max(due, now))));
		decideAlarm(Duration.ofNanos(Math.max(0, due - now)));
	}

	/**
	 * Look at the schedule, since an alarm went off.
	 * @return whether a tick is due
	 */
	boolean timeIsUp() {
		TickSchedule schedule = this.schedule;
		if (this.phase != Phase.WAITING || this.status.paused() || schedule == null) {
			return false;
		}
		Duration delay = schedule.untilNext(now());
		if (delay.isZero()) {
			wantThread();
			return true;
		}
		decideAlarm(delay);
		return false;
	}

	/**
	 * Decide what the thread of the ticker does next.
	 * @return the phase that begins, or {@code null} if the thread is given up
	 */
	@Nullable Phase nextTurn() {
		TickSchedule schedule = this.schedule;
		if (this.phase == Phase.ENDED) {
			return null;
		}
		if (this.stopRequested) {
			this.phase = (schedule != null) ? Phase.STOPPING : Phase.ENDED;
			return this.phase;
		}
		if (schedule == null) {
			this.phase = Phase.STARTING;
			return this.phase;
		}
		this.due = dueTick(schedule);
		if (this.due == null) {
			this.phase = Phase.WAITING;
			setAlarmIfWaiting(schedule);
			return null;
		}
		this.phase = Phase.TICKING;
		return this.phase;
	}

	private @Nullable DueTick dueTick(TickSchedule schedule) {
		long now = now();
		TickTrigger trigger = takeTrigger();
		if (trigger != null) {
			schedule.tickOutOfTurn(now);
		}
		else if (this.status.paused() || !schedule.tryTick(now)) {
			return null;
		}
		return new DueTick(schedule, this.status.number() + 1, schedule.dueAt(), schedule.skipped(), trigger,
				this.status.paused());
	}

	/**
	 * Return the tick that is due in {@link Phase#TICKING}.
	 */
	@Nullable DueTick due() {
		return this.due;
	}

	/**
	 * Create the schedule of the ticker, which {@link #started starts} it. Called without
	 * the lock.
	 */
	TickSchedule createSchedule() {
		return this.definition.settings().startSchedule(this.status.interval(), now(), ThreadLocalRandom.current());
	}

	void started(TickSchedule schedule) {
		this.schedule = schedule;
	}

	void startFailed(String error) {
		this.phase = Phase.ENDED;
		setStatus(this.status.withError(error));
	}

	void stopped() {
		this.phase = Phase.ENDED;
		setStatus(this.status.withStopped());
	}

	/**
	 * Begin a tick that was let begin.
	 * @param due the tick
	 * @param pass lets it begin
	 * @return the tick, {@code null} if the ticker was abandoned meanwhile
	 */
	@Nullable RunningTick begin(DueTick due, TickGate.Pass pass) {
		if (this.abandoned) {
			return null;
		}
		long now = now();
		long late = (due.trigger() != null) ? 0 : Math.max(0, now - due.dueAt());
		RunningTick tick = new RunningTick(pass, this.time, instant(now), Duration.ofNanos(late), due.skipped(),
				() -> this.stopRequested, due.trigger());
		this.tick = tick;
		setStatus(this.status.withBegun(pass.number(), due.skipped()));
		return tick;
	}

	/**
	 * Note the end of a tick.
	 * @param due the tick when it was due
	 * @param record the tick
	 * @return whether the ticker is paused for its failures
	 */
	boolean end(DueTick due, TickRecord record) {
		this.tick = null;
		if (record.outcome() != TickRecord.Outcome.SUCCESS) {
			due.schedule().tickFailed();
		}
		setStatus(this.status.withEnded(record));
		if (due.paused() && !this.status.paused()) {
			due.schedule().restart(now());
		}
		boolean pauses = !this.status.paused() && this.definition.settings().isPausedBy(this.status.failuresInARow());
		if (pauses) {
			pause();
		}
		return pauses;
	}

	Instant instant(long nanos) {
		return this.time.instant(this.definition.settings().mode(), nanos);
	}

	long nanos(Instant instant) {
		return this.time.nanos(this.definition.settings().mode(), instant);
	}

	long now() {
		return this.time.nanos(this.definition.settings().mode());
	}

}
