package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The state machine of one ticker, from its start to its stop. It decides what comes
 * next, and does none of it: an alarm and a thread are wanted until they are taken from
 * it. Used with the lock of its {@link TickerRunner}, but for what is volatile.
 */
final class TickerMachine {

	private final TickerDefinition definition;

	private final Consumer<TickerStatus> listener;

	private volatile Stop stop = Stop.NOT_REQUESTED;

	private volatile TickerStatus status;

	private Phase phase = Phase.NEW;

	/**
	 * There is one as soon as the ticker has started.
	 */
	private @Nullable ClockedSchedule schedule;

	private @Nullable TickTrigger trigger;

	private @Nullable DueTick due;

	private @Nullable RunningTick tick;

	private long alarms;

	private TickTimer.@Nullable Alarm alarm;

	private boolean threadWanted;

	/**
	 * Create the state of a ticker that has not started.
	 * @param status what is known of it
	 * @param definition the ticker
	 * @param listener receives each status
	 */
	TickerMachine(TickerStatus status, TickerDefinition definition, Consumer<TickerStatus> listener) {
		this.status = status;
		this.definition = definition;
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
		if (this.stop == Stop.NOT_REQUESTED) {
			wantThread();
		}
	}

	void stop() {
		this.stop = (this.stop == Stop.NOT_REQUESTED) ? Stop.AFTER_TICK : this.stop;
		wantThread();
	}

	void abandon() {
		this.stop = Stop.AT_ONCE;
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
		if (this.stop != Stop.NOT_REQUESTED || this.status.error() != null) {
			throw new IllegalStateException("Ticker '%s' %s".formatted(this.definition.name(),
					(this.stop != Stop.NOT_REQUESTED) ? "has stopped" : "could not start: " + this.status.error()));
		}
		TickTrigger trigger = (this.trigger != null) ? this.trigger : new TickTrigger();
		this.trigger = trigger;
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
				this.schedule.restart();
				setAlarmIfWaiting();
			}
		}
	}

	void setInterval(Duration interval) {
		setStatus(this.status.withInterval(interval));
		if (this.schedule != null) {
			this.schedule.setInterval(interval);
			setAlarmIfWaiting();
		}
	}

	private void setAlarmIfWaiting() {
		ClockedSchedule schedule = this.schedule;
		if (this.phase != Phase.WAITING || this.stop != Stop.NOT_REQUESTED || schedule == null) {
			return;
		}
		if (this.status.paused()) {
			setStatus(this.status.withIdle());
			return;
		}
		ClockedSchedule.Next next = schedule.next();
		setStatus(this.status.withNextAt(next.at()));
		decideAlarm(next.delay());
	}

	/**
	 * Look at the schedule, since an alarm went off.
	 * @return whether a tick is due
	 */
	boolean timeIsUp() {
		ClockedSchedule schedule = this.schedule;
		if (this.phase != Phase.WAITING || this.status.paused() || schedule == null) {
			return false;
		}
		Duration delay = schedule.untilNext();
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
		if (this.phase == Phase.ENDED) {
			return null;
		}
		this.phase = phaseOfTurn();
		setAlarmIfWaiting();
		return (this.phase != Phase.WAITING) ? this.phase : null;
	}

	private Phase phaseOfTurn() {
		ClockedSchedule schedule = this.schedule;
		if (this.stop != Stop.NOT_REQUESTED) {
			return (schedule != null) ? Phase.STOPPING : Phase.ENDED;
		}
		if (schedule == null) {
			return Phase.STARTING;
		}
		this.due = schedule.takeDue(this.status, takeTrigger());
		return (this.due != null) ? Phase.TICKING : Phase.WAITING;
	}

	/**
	 * Return the tick that is due in {@link Phase#TICKING}.
	 */
	@Nullable DueTick due() {
		return this.due;
	}

	void started(ClockedSchedule schedule) {
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
	 * Begin a tick, or return {@code null} if the ticker was abandoned meanwhile.
	 */
	@Nullable RunningTick begin(DueTick due, TickGate.Pass pass) {
		if (this.stop == Stop.AT_ONCE) {
			return null;
		}
		RunningTick tick = due.schedule().begin(due, pass, () -> this.stop != Stop.NOT_REQUESTED);
		this.tick = tick;
		setStatus(this.status.withBegun(pass.number(), due.skipped()));
		return tick;
	}

	/**
	 * Note the end of a tick, and return whether the ticker is paused for its failures.
	 */
	boolean end(DueTick due, TickRecord record) {
		this.tick = null;
		if (record.outcome() != TickRecord.Outcome.SUCCESS) {
			due.schedule().tickFailed();
		}
		setStatus(this.status.withEnded(record));
		if (due.paused() && !this.status.paused()) {
			due.schedule().restart();
		}
		boolean pauses = !this.status.paused() && this.definition.settings().isPausedBy(this.status.failuresInARow());
		if (pauses) {
			pause();
		}
		return pauses;
	}

	private enum Stop {

		NOT_REQUESTED, AFTER_TICK, AT_ONCE

	}

}
