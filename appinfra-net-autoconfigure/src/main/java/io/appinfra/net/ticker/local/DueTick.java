package io.appinfra.net.ticker.local;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A tick that is due and has not begun.
 *
 * @param schedule the schedule that it is of
 * @param number the number that it has if nothing else is decided
 * @param dueAt when it was due, jitter included, in nanoseconds of the clock of the mode
 * @param plannedAt when it was due without jitter
 * @param skipped how many ticks were left out before it
 * @param trigger asked for it, {@code null} for nobody
 * @param paused whether the ticker is paused
 */
record DueTick(ClockedSchedule schedule, long number, long dueAt, Instant plannedAt, long skipped,
		@Nullable TickTrigger trigger, boolean paused) {

}
