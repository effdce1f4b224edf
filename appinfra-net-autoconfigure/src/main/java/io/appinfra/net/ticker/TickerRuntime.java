package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.springframework.scheduling.TaskScheduler;

/**
 * What the tickers of a group have in common while they run.
 *
 * @param time the clocks
 * @param scheduler says when to tick, and runs no tick itself
 * @param executor runs ticks
 * @param watch watches over ticks, and does not wait for the scheduler
 * @param delays knows what held up the scheduler
 * @param listener is told of every change of a status
 * @param ticks is told of every tick
 */
record TickerRuntime(TickTime time, TaskScheduler scheduler, Executor executor, ScheduledExecutorService watch,
		SchedulerDelays delays, Consumer<TickerStatus> listener, TickListener ticks) {

	Future<?> schedule(Runnable task, Duration delay) {
		return this.scheduler.schedule(task, this.scheduler.getClock().instant().plus(delay));
	}

	Future<?> watch(Runnable task, Duration delay) {
		return this.watch.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
	}

}
