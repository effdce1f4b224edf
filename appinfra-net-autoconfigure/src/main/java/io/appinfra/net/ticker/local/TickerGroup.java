package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSource;
import io.appinfra.net.ticker.TickerStatus;

/**
 * The tickers that run in this process. Safe for use by many threads.
 */
public final class TickerGroup implements TickerSource {

	private static final Log logger = LogFactory.getLog(TickerGroup.class);

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final Map<String, LocalTicker> tickers = new TreeMap<>();

	private final Function<TickerDefinition, Ticker> beans;

	private final @Nullable TaskScheduler applicationScheduler;

	private final boolean virtualThreads;

	private final Object lifecycle = new Object();

	private volatile long incarnation;

	private volatile Consumer<TickerStatus> listener = TickerRuntime.NO_LISTENER;

	private volatile Supplier<TickListener> tickListener = () -> TickListeners.NONE;

	private volatile TickGate gate = TickGate.NO_OP;

	private volatile @Nullable Run run;

	/**
	 * Create a group.
	 * @param definitions the tickers
	 * @param beans returns the ticker for its definition
	 * @param scheduler the scheduler that says when to tick, {@code null} for one of the
	 * group's own
	 * @param virtualThreads whether ticks run on virtual threads, for which the JVM has
	 * to have them
	 */
	public TickerGroup(Collection<TickerDefinition> definitions, Function<TickerDefinition, Ticker> beans,
			@Nullable TaskScheduler scheduler, boolean virtualThreads) {
		definitions.forEach((definition) -> this.tickers.put(definition.name(), new LocalTicker(definition)));
		this.beans = beans;
		this.applicationScheduler = scheduler;
		this.virtualThreads = virtualThreads;
	}

	/**
	 * Let the numbers of a ticker, and what was set at runtime, go on from a former
	 * process.
	 * @param status the status that the ticker had there
	 */
	public void resume(TickerStatus status) {
		LocalTicker ticker = this.tickers.get(status.name());
		if (ticker != null) {
			ticker.goOnFrom(status);
		}
	}

	/**
	 * Let the fencing tokens of ticks be greater than those of all former processes.
	 * @param incarnation when this process began, in milliseconds since the epoch, and
	 * later than all former ones
	 */
	public void setIncarnation(long incarnation) {
		this.incarnation = incarnation;
	}

	/**
	 * Set what receives every change of a ticker's status, one at a time for each ticker.
	 * It is called in the threads of tickers, and has to return at once.
	 * @param listener the listener
	 */
	public void setListener(Consumer<TickerStatus> listener) {
		this.listener = listener;
	}

	/**
	 * Set what is notified of every tick.
	 * @param listener returns the listener when the tickers start
	 */
	public void setTickListener(Supplier<TickListener> listener) {
		this.tickListener = listener;
	}

	/**
	 * Set what decides whether ticks begin. Counts from the next start on.
	 * @param gate the gate
	 */
	public void setGate(TickGate gate) {
		this.gate = gate;
	}

	@Override
	public Map<String, TickerControl> tickers() {
		return Collections.unmodifiableMap(this.tickers);
	}

	/**
	 * Return the definitions of the tickers.
	 * @return the definitions
	 */
	public List<TickerDefinition> definitions() {
		return this.tickers.values().stream().map(LocalTicker::definition).toList();
	}

	/**
	 * Start all tickers. Does nothing if they are started.
	 * @throws RuntimeException if the bean of a ticker cannot be created, or its method
	 * not be called
	 */
	public void start() {
		if (isRunning() || this.tickers.isEmpty()) {
			return;
		}
		Map<LocalTicker, Ticker> beans = new LinkedHashMap<>();
		this.tickers.values().forEach((ticker) -> beans.put(ticker, this.beans.apply(ticker.definition())));
		TickListener ticks = this.tickListener.get();
		synchronized (this.lifecycle) {
			if (!isRunning()) {
				start(beans, ticks);
			}
		}
	}

	private void start(Map<LocalTicker, Ticker> beans, TickListener ticks) {
		TickerThreads threads = new TickerThreads(this.applicationScheduler, this.virtualThreads);
		this.incarnation = Math.max(this.incarnation, System.currentTimeMillis());
		TickerRuntime runtime = threads.runtime(new TickClocks(this.incarnation), this.gate, this.listener, ticks);
		this.run = new Run(beans, runtime, threads);
		beans.forEach((ticker, bean) -> {
			if (!this.gate.isOnStandby(ticker.definition())) {
				ticker.start(bean, runtime);
			}
		});
	}

	/**
	 * Start a ticker that is on standby. Does nothing if the group is not started.
	 * @param name the name of the ticker
	 * @param opening returns what it starts from
	 */
	public void start(String name, Function<TickerDefinition, TickGate.Start> opening) {
		LocalTicker ticker = this.tickers.get(name);
		Run run = this.run;
		if (ticker != null && run != null) {
			Ticker bean = Objects.requireNonNull(run.beans().get(ticker));
			TickGate.Start start = opening.apply(ticker.definition());
			ticker.start(bean, run.runtime(), start.status());
			if (start.triggered()) {
				ticker.trigger(TickOrigin.NONE);
			}
		}
	}

	/**
	 * Stop one ticker when its tick has ended.
	 * @param name the name of the ticker
	 * @return is completed after its {@link Ticker#onStop}
	 */
	public CompletableFuture<Void> stop(String name) {
		return end(name, TickerRunner::stop);
	}

	/**
	 * Stop one ticker at once: its tick is interrupted, and lost.
	 * @param name the name of the ticker
	 * @return is completed after its {@link Ticker#onStop}
	 */
	public CompletableFuture<Void> abandon(String name) {
		return end(name, TickerRunner::abandon);
	}

	private CompletableFuture<Void> end(String name, Function<TickerRunner, CompletableFuture<Void>> end) {
		LocalTicker ticker = this.tickers.get(name);
		TickerRunner runner = (ticker != null) ? ticker.runner() : null;
		return (runner != null) ? end.apply(runner) : CompletableFuture.completedFuture(null);
	}

	/**
	 * Stop all tickers: first they are asked to, then, after the grace, their threads are
	 * interrupted. Does nothing if they are not started.
	 * @param grace how long a tick may go on undisturbed
	 */
	public void stop(Duration grace) {
		synchronized (this.lifecycle) {
			stopAll(grace);
		}
	}

	private void stopAll(Duration grace) {
		List<TickerRunner> runners = runners();
		List<CompletableFuture<Void>> stops = runners.stream().map(TickerRunner::stop).toList();
		CompletableFuture<?> all = CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new));
		if (!completes(all, grace)) {
			runners.forEach(TickerRunner::interrupt);
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
		runners().forEach(TickerRunner::interrupt);
	}

	/**
	 * Return whether the tickers are started.
	 * @return whether the tickers are started
	 */
	public boolean isRunning() {
		return this.run != null;
	}

	private List<TickerRunner> runners() {
		return this.tickers.values().stream().map(LocalTicker::runner).filter(Objects::nonNull).toList();
	}

	private void release() {
		Run run = this.run;
		if (run != null) {
			this.run = null;
			run.threads().close();
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
		Thread thread = runner.interrupt();
		if (thread != null) {
			logger.warn("Ticker '%s' ignores that it should stop and its interrupt".formatted(runner.name()),
					new ThreadStack(thread));
		}
	}

	/**
	 * What there is from a start of the group to its stop.
	 *
	 * @param beans the tickers, all of the group
	 * @param runtime what they run on
	 * @param threads the threads of that
	 */
	private record Run(Map<LocalTicker, Ticker> beans, TickerRuntime runtime, TickerThreads threads) {

	}

}
