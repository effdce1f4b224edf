package io.appinfra.net.autoconfigure.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.appinfra.net.cluster.GatedRuns;
import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.local.TickerGroup;

/**
 * The tickers of this instance that are of the cluster: those of the web process and
 * those of its workers.
 */
final class GroupOfTickers implements GatedRuns.Group {

	private final TickerGroup group;

	private final WorkerSupervisor workers;

	private final Map<String, TickerDefinition> inWorkers;

	private final Duration patience;

	private final Set<String> up = ConcurrentHashMap.newKeySet();

	/**
	 * Create a group.
	 * @param group the tickers of the web process
	 * @param workers the workers
	 * @param tickers the tickers of the cluster
	 * @param patience how long a tick in a worker may take to end once it is lost
	 */
	GroupOfTickers(TickerGroup group, WorkerSupervisor workers, Collection<TickerDefinition> tickers,
			Duration patience) {
		this.group = group;
		this.workers = workers;
		this.inWorkers = tickers.stream()
			.filter(TickerDefinition::inWorker)
			.collect(Collectors.toUnmodifiableMap(TickerDefinition::name, Function.identity()));
		this.patience = patience;
	}

	@Override
	public void start(String ticker, Function<TickerDefinition, TickGate.Start> opening) {
		TickerDefinition inWorker = this.inWorkers.get(ticker);
		if (inWorker != null) {
			this.workers.startTicker(inWorker, opening);
		}
		else {
			this.group.start(ticker, opening);
		}
	}

	@Override
	public CompletionStage<?> stop(String ticker) {
		TickerDefinition inWorker = this.inWorkers.get(ticker);
		return (inWorker != null) ? this.workers.stopTicker(inWorker) : this.group.stop(ticker);
	}

	@Override
	public CompletionStage<?> abandon(String ticker) {
		TickerDefinition inWorker = this.inWorkers.get(ticker);
		return (inWorker != null) ? this.workers.abandonTicker(inWorker, this.patience) : this.group.abandon(ticker);
	}

	/**
	 * Return whether a ticker could tick: one in a worker from when that is up for the
	 * first time, and until it ends too often. A worker that is soon back keeps its
	 * tickers.
	 */
	@Override
	public boolean isReady(String ticker) {
		TickerDefinition inWorker = this.inWorkers.get(ticker);
		if (inWorker == null) {
			return true;
		}
		String worker = inWorker.settings().worker();
		WorkerState state = this.workers.worker(worker).state();
		if (state == WorkerState.UP) {
			this.up.add(worker);
		}
		else if (state == WorkerState.DOWN) {
			this.up.remove(worker);
		}
		return this.up.contains(worker);
	}

	@Override
	public TickerControl control(String ticker) {
		return (this.inWorkers.containsKey(ticker) ? this.workers : this.group).tickers().get(ticker);
	}

}
