package io.appinfra.net.ticker.local;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickSchedule;

/**
 * A tick that is due and has not begun.
 *
 * @param schedule the schedule that it is of
 * @param number the number that it has if nothing else is decided
 * @param dueAt when it was due, by the clock of the mode
 * @param skipped how many ticks were left out before it
 * @param trigger asked for it, {@code null} for nobody
 * @param paused whether the ticker is paused
 */
record DueTick(TickSchedule schedule, long number, long dueAt, long skipped, @Nullable TickTrigger trigger,
		boolean paused) {

}
