package io.appinfra.net.remote.ticker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * The tickers of the cluster that tick in a worker of this instance. Each process of the
 * worker starts them anew from what the cluster knows of them then. What concerns one of
 * them is done one thing after the other, in the order in which it came, and never in the
 * thread that brought it: it may wait for the store. Safe for use by many threads.
 */
public final class ClusteredTickers {

	private static final Log logger = LogFactory.getLog(ClusteredTickers.class);

	private static final Duration IDLE_THREADS_END = Duration.ofSeconds(1);

	private final Map<String, Function<TickerDefinition, TickGate.Start>> wanted = new ConcurrentHashMap<>();

	private final Map<String, CompletableFuture<?>> queues = new ConcurrentHashMap<>();

	private final Executor executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_THREADS_END.toMillis(),
			TimeUnit.MILLISECONDS, new SynchronousQueue<>(), new DetachedThreads("appinfra-gate-"));

	private final RemoteTickers tickers;

	private volatile TickGate gate = TickGate.NO_OP;

	ClusteredTickers(RemoteTickers tickers) {
		this.tickers = tickers;
	}

	/**
	 * Set what decides whether ticks begin.
	 * @param gate the gate, which may wait
	 */
	public void setGate(TickGate gate) {
		this.gate = gate;
	}

	/**
	 * Start a ticker in the process that is ready, and in each that follows.
	 * @param ticker the name of the ticker
	 * @param opening returns what it starts from, for each process anew, and may wait
	 */
	public void start(String ticker, Function<TickerDefinition, TickGate.Start> opening) {
		this.wanted.put(ticker, opening);
		execute(ticker, () -> open(ticker, opening));
	}

	/**
	 * A process is ready.
	 */
	void ready() {
		this.wanted.forEach((ticker, opening) -> execute(ticker, () -> open(ticker, opening)));
	}

	private void open(String ticker, Function<TickerDefinition, TickGate.Start> opening) {
		if (this.wanted.get(ticker) == opening) {
			this.tickers.start(ticker, opening);
		}
	}

	/**
	 * End a ticker.
	 * @param ticker the name of the ticker
	 * @param atOnce whether its tick is interrupted, and lost
	 * @return is completed when nothing of it is under way any more, or its process has
	 * ended
	 */
	public CompletableFuture<Void> end(String ticker, boolean atOnce) {
		CompletableFuture<Void> ended = new CompletableFuture<>();
		this.wanted.remove(ticker);
		execute(ticker,
				() -> this.tickers.end(ticker, atOnce, (tick, refusal) -> execute(ticker, () -> ended.complete(null))));
		return ended;
	}

	/**
	 * A process has something for the gate.
	 * @param definition the ticker
	 * @param link the link to the process
	 * @param id what the answer carries
	 * @param message what it has
	 */
	void accept(TickerDefinition definition, TickerLink link, long id, GateMessage message) {
		execute(definition.name(), () -> {
			if (message.due() != null) {
				link.pass(id, this.gate.enter(definition, message.due()));
			}
			else if (message.scheduledAt() != null) {
				this.gate.scheduled(definition, message.scheduledAt());
			}
			else if (message.ended() != null) {
				this.gate.ended(definition, message.ended());
			}
		});
	}

	/**
	 * A tick has ended with its process.
	 * @param definition the ticker
	 * @param tick the tick
	 */
	void lost(TickerDefinition definition, TickRecord tick) {
		execute(definition.name(), () -> this.gate.ended(definition, tick));
	}

	private void execute(String ticker, Runnable task) {
		this.queues.compute(ticker,
				(name, last) -> (last != null) ? last.thenRunAsync(guarded(ticker, task), this.executor)
						: CompletableFuture.runAsync(guarded(ticker, task), this.executor));
	}

	private static Runnable guarded(String ticker, Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				logger.debug("Ticker '%s' of the cluster could not go on in its worker".formatted(ticker), ex);
			}
		};
	}

}
