package io.appinfra.net.supervisor;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The stop of workers: their tickers stop, and then their processes end, which takes as
 * long as the beans in them take. Both are completed in the end, in this order.
 *
 * @param tickers is completed when no ticker ticks any more
 * @param processes is completed when the processes have ended
 */
record WorkerStop(CompletableFuture<Void> tickers, CompletableFuture<Void> processes) {

	WorkerStop() {
		this(new CompletableFuture<>(), new CompletableFuture<>());
	}

	static WorkerStop ofAll(Collection<WorkerStop> stops) {
		return new WorkerStop(all(stops, WorkerStop::tickers), all(stops, WorkerStop::processes));
	}

	private static CompletableFuture<Void> all(Collection<WorkerStop> stops,
			Function<WorkerStop, CompletableFuture<Void>> step) {
		return CompletableFuture.allOf(stops.stream().map(step).toArray(CompletableFuture[]::new));
	}

	void tickersStopped() {
		this.tickers.complete(null);
	}

	void processesEnded() {
		this.tickers.complete(null);
		this.processes.complete(null);
	}

}
