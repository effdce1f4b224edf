package io.appinfra.net.ticker.local;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The threads of a group of tickers, from its start to its stop. Those that ticks run on
 * are made by the group's own scheduler alone, so that they have nothing of a thread that
 * triggers a tick.
 */
final class TickerThreads implements AutoCloseable {

	private final @Nullable TaskScheduler applicationScheduler;

	private final ThreadPoolTaskScheduler ownScheduler = new ThreadPoolTaskScheduler();

	private final Executor executor;

	private volatile @Nullable Thread ownThread;

	/**
	 * Create the threads.
	 * @param applicationScheduler the scheduler of the application that decides when
	 * ticks begin, {@code null} for none
	 * @param virtual whether ticks run on virtual threads
	 */
	TickerThreads(@Nullable TaskScheduler applicationScheduler, boolean virtual) {
		this.applicationScheduler = applicationScheduler;
		this.executor = virtual ? new VirtualThreadTaskExecutor()
				: Executors.newCachedThreadPool(new DetachedThreads("ticker-"));
		DetachedThreads threads = new DetachedThreads("ticker-scheduler-");
		this.ownScheduler.setThreadFactory((task) -> this.ownThread = threads.newThread(task));
		this.ownScheduler.setRemoveOnCancelPolicy(true);
		this.ownScheduler.initialize();
		this.ownScheduler.getScheduledThreadPoolExecutor().prestartCoreThread();
	}

	TickerRuntime runtime(TickClocks clocks, TickGate gate, Consumer<TickerStatus> listener, TickListener ticks) {
		TaskScheduler scheduler = (this.applicationScheduler != null) ? this.applicationScheduler : this.ownScheduler;
		return new TickerRuntime(clocks, scheduler, this.executor, this.ownScheduler.getScheduledThreadPoolExecutor(),
				() -> Thread.currentThread() == this.ownThread, delays(clocks), gate, listener, ticks);
	}

	private SchedulerDelays delays(TickClocks clocks) {
		if (this.applicationScheduler == null) {
			return SchedulerDelays.OF_OWN_SCHEDULER;
		}
		PauseMeter meter = new PauseMeter(clocks.nanoTime());
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

}
