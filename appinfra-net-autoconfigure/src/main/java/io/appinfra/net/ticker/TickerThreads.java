package io.appinfra.net.ticker;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The threads of a group of tickers, from its start to its stop.
 */
final class TickerThreads implements AutoCloseable {

	private final @Nullable TaskScheduler applicationScheduler;

	private final ThreadPoolTaskScheduler ownScheduler = new ThreadPoolTaskScheduler();

	private final Executor executor;

	/**
	 * Create the threads.
	 * @param applicationScheduler the scheduler of the application, {@code null} for none
	 * @param virtual whether ticks run on virtual threads
	 */
	TickerThreads(@Nullable TaskScheduler applicationScheduler, boolean virtual) {
		this.applicationScheduler = applicationScheduler;
		this.executor = virtual ? new VirtualThreadTaskExecutor()
				: Executors.newCachedThreadPool(TickerThreads::daemon);
		this.ownScheduler.setThreadNamePrefix("ticker-scheduler-");
		this.ownScheduler.setDaemon(true);
		this.ownScheduler.setRemoveOnCancelPolicy(true);
		this.ownScheduler.initialize();
	}

	TickerRuntime runtime(TickTime time, Consumer<TickerStatus> listener, TickListener ticks) {
		TaskScheduler scheduler = (this.applicationScheduler != null) ? this.applicationScheduler : this.ownScheduler;
		return new TickerRuntime(time, scheduler, this.executor, this.ownScheduler.getScheduledThreadPoolExecutor(),
				delays(time), listener, ticks);
	}

	private SchedulerDelays delays(TickTime time) {
		if (this.applicationScheduler == null) {
			return SchedulerDelays.OF_OWN_SCHEDULER;
		}
		PauseMeter meter = new PauseMeter(time.nanoTime());
		this.ownScheduler.scheduleWithFixedDelay(meter, PauseMeter.DELAY);
		return meter;
	}

	@Override
	public void close() {
		this.ownScheduler.shutdown();
		if (this.executor instanceof ExecutorService service) {
			service.shutdown();
		}
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	}

}
