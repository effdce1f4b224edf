package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.springframework.scheduling.TaskScheduler;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickerStatus;

/**
 * What the tickers of a group have in common while they run.
 *
 * @param clocks the clocks
 * @param scheduler says when to tick, and runs no tick itself
 * @param executor runs ticks
 * @param watch watches over ticks, and does not wait for the scheduler
 * @param ownThread whether the current thread is that of {@code watch}
 * @param delays knows what held up the scheduler
 * @param gate decides whether ticks begin
 * @param listener receives every change of a status
 * @param ticks is notified of every tick
 */
record TickerRuntime(TickClocks clocks, TaskScheduler scheduler, Executor executor, ScheduledExecutorService watch,
		BooleanSupplier ownThread, SchedulerDelays delays, TickGate gate, Consumer<TickerStatus> listener,
		TickListener ticks) {

	/**
	 * Receives nothing.
	 */
	static final Consumer<TickerStatus> NO_LISTENER = (status) -> {
	};

	Future<?> schedule(Runnable task, Duration delay) {
		return this.scheduler.schedule(task, this.scheduler.getClock().instant().plus(delay));
	}

	/**
	 * Run a task in a thread that has nothing of the current one, if that is not such a
	 * thread itself.
	 * @param task the task, which must not take long
	 */
	void detach(Runnable task) {
		if (this.ownThread.getAsBoolean()) {
			task.run();
		}
		else {
			this.watch.execute(task);
		}
	}

	Future<?> watch(Runnable task, Duration delay) {
		return this.watch.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
	}

}
