package io.appinfra.net.ticker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The tickers that run in this process. Safe for use by many threads.
 */
public final class TickerGroup implements TickerSource {

	private static final Log logger = LogFactory.getLog(TickerGroup.class);

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final Function<String, Ticker> beans;

	private final @Nullable TaskScheduler applicationScheduler;

	private final Map<String, TickerStatus> resumed = new TreeMap<>();

	private final Map<String, TickerRunner> runners = new TreeMap<>();

	private final Collection<TickerDefinition> definitions;

	private long incarnation;

	private Consumer<TickerStatus> listener = (status) -> {
	};

	private @Nullable ThreadPoolTaskScheduler ownScheduler;

	private @Nullable ExecutorService executor;

	/**
	 * Create a group.
	 * @param definitions the tickers
	 * @param beans returns the ticker of a name
	 * @param scheduler the scheduler that says when to tick, {@code null} for one of the
	 * group's own
	 */
	public TickerGroup(Collection<TickerDefinition> definitions, Function<String, Ticker> beans,
			@Nullable TaskScheduler scheduler) {
		this.definitions = List.copyOf(definitions);
		this.beans = beans;
		this.applicationScheduler = scheduler;
	}

	/**
	 * Let the numbers of a ticker go on from a former process.
	 * @param status the status that the ticker had there
	 */
	public synchronized void resume(TickerStatus status) {
		this.resumed.put(status.name(), status);
	}

	/**
	 * Let the fencing tokens of ticks be greater than those of all former processes.
	 * @param incarnation how many processes there have been, this one included
	 */
	public synchronized void setIncarnation(long incarnation) {
		this.incarnation = incarnation;
	}

	/**
	 * Set who is told of every change of a ticker's status. It is called in the ticker's
	 * thread, and has to return at once.
	 * @param listener the listener
	 */
	public synchronized void setListener(Consumer<TickerStatus> listener) {
		this.listener = listener;
	}

	@Override
	public Map<String, Supplier<TickerStatus>> statuses() {
		Map<String, Supplier<TickerStatus>> statuses = new TreeMap<>();
		this.definitions.forEach((definition) -> statuses.put(definition.name(), () -> status(definition)));
		return statuses;
	}

	/**
	 * Start all tickers. Does nothing if they are started.
	 */
	public synchronized void start() {
		if (this.executor == null && !this.definitions.isEmpty()) {
			ExecutorService executor = Executors.newCachedThreadPool(TickerGroup::daemon);
			TaskScheduler scheduler = scheduler();
			this.executor = executor;
			this.runners.forEach((name, runner) -> this.resumed.put(name, runner.status()));
			this.definitions.forEach((definition) -> this.runners.put(definition.name(),
					new TickerRunner(this.resumed.getOrDefault(definition.name(), TickerStatus.of(definition)),
							definition, () -> this.beans.apply(definition.name()), scheduler, executor, this.listener,
							new TickTime(this.incarnation))));
			this.runners.values().forEach(TickerRunner::start);
		}
	}

	/**
	 * Stop all tickers: first they are asked to, then, after the grace, their threads are
	 * interrupted. Does nothing if they are not started.
	 * @param grace how long a tick may go on undisturbed
	 */
	public void stop(Duration grace) {
		List<TickerRunner> runners = runners();
		List<CompletableFuture<Void>> stops = runners.stream().map(TickerRunner::stop).toList();
		CompletableFuture<?> all = CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new));
		if (!completes(all, grace)) {
			runners.forEach(TickerRunner::interruptTick);
			if (!completes(all, AFTER_INTERRUPT)) {
				runners.forEach(this::warnOfRunaway);
			}
		}
		release();
	}

	/**
	 * Interrupt every tick that runs now.
	 */
	public void interrupt() {
		runners().forEach(TickerRunner::interruptTick);
	}

	/**
	 * Return whether the tickers are started.
	 * @return whether the tickers are started
	 */
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	private synchronized TickerStatus status(TickerDefinition definition) {
		TickerRunner runner = this.runners.get(definition.name());
		return (runner != null) ? runner.status() : TickerStatus.of(definition);
	}

	private synchronized List<TickerRunner> runners() {
		return List.copyOf(this.runners.values());
	}

	private TaskScheduler scheduler() {
		if (this.applicationScheduler != null) {
			return this.applicationScheduler;
		}
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("ticker-scheduler-");
		scheduler.setDaemon(true);
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.initialize();
		this.ownScheduler = scheduler;
		return scheduler;
	}

	private synchronized void release() {
		if (this.executor != null) {
			this.executor.shutdown();
			this.executor = null;
		}
		if (this.ownScheduler != null) {
			this.ownScheduler.shutdown();
			this.ownScheduler = null;
		}
	}

	private boolean completes(CompletableFuture<?> future, Duration wait) {
		try {
			future.get(wait.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void warnOfRunaway(TickerRunner runner) {
		Thread thread = runner.interruptTick();
		if (thread != null) {
			Throwable stack = new Throwable("What the tick is doing");
			stack.setStackTrace(thread.getStackTrace());
			logger.warn("Ticker '%s' ignores that it should stop and its interrupt".formatted(runner.name()), stack);
		}
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	}

}
