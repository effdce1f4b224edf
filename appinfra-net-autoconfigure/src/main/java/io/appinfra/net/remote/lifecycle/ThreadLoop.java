package io.appinfra.net.remote.lifecycle;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;

/**
 * An event loop with a thread of its own. A task that fails is logged, and the next one
 * is done.
 */
public final class ThreadLoop implements EventLoop, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ThreadLoop.class);

	private final String threadName;

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Create a loop that is closed.
	 * @param threadName the name of its thread
	 */
	public ThreadLoop(String threadName) {
		this.threadName = threadName;
	}

	/**
	 * Begin to do what is asked for. The loop must be closed.
	 */
	public void open() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
				(task) -> DetachedThreads.daemon(this.threadName, task));
		executor.setRemoveOnCancelPolicy(true);
		executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor = executor;
	}

	private ScheduledThreadPoolExecutor executor() {
		ScheduledThreadPoolExecutor executor = this.executor;
		if (executor == null) {
			throw new RejectedExecutionException("The loop is closed");
		}
		return executor;
	}

	@Override
	public long nanos() {
		return System.nanoTime();
	}

	@Override
	public void execute(Runnable task) {
		try {
			executor().execute(guarded(task));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The loop is closed", ex);
		}
	}

	@Override
	public boolean await(Runnable task) {
		boolean interrupted = false;
		try {
			Future<?> done = executor().submit(guarded(task));
			while (true) {
				try {
					done.get();
					return true;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (RejectedExecutionException | CancellationException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public Runnable after(Duration delay, Runnable task) {
		try {
			ScheduledFuture<?> future = executor().schedule(guarded(task), TimeUnit.NANOSECONDS.convert(delay),
					TimeUnit.NANOSECONDS);
			return () -> future.cancel(false);
		}
		catch (RejectedExecutionException ex) {
			return () -> {
			};
		}
	}

	private static Runnable guarded(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("Something about a worker could not be done", ex);
			}
		};
	}

	/**
	 * Do nothing more but what is being done.
	 */
	@Override
	public void close() {
		ScheduledThreadPoolExecutor executor = this.executor;
		if (executor != null) {
			executor.shutdown();
		}
	}

}
