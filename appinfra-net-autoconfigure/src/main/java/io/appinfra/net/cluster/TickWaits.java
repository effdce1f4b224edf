package io.appinfra.net.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.ticker.TickRecord;

/**
 * Who waits for ticks that run in whichever instance. Safe for use by many threads.
 */
final class TickWaits {

	private final Map<String, List<Wait>> waits = new ConcurrentHashMap<>();

	/**
	 * Wait for a tick.
	 * @param ticker the name of the ticker
	 * @param number the number of the tick before
	 * @return the first tick that is seen after that one, when it has ended
	 */
	CompletableFuture<TickRecord> begin(String ticker, long number) {
		Wait wait = new Wait(number, new CompletableFuture<>());
		this.waits.compute(ticker, (name, waits) -> {
			List<Wait> all = (waits != null) ? new ArrayList<>(waits) : new ArrayList<>();
			all.add(wait);
			return all;
		});
		return wait.tick().copy();
	}

	Set<String> tickers() {
		return this.waits.keySet();
	}

	void look(String ticker, @Nullable Versioned record) {
		TickRecord last = (record != null) ? record.record().last() : null;
		if (last != null) {
			List<Wait> over = new ArrayList<>();
			this.waits.computeIfPresent(ticker, (name, waits) -> {
				List<Wait> left = new ArrayList<>();
				waits.forEach((wait) -> ((last.number() > wait.number()) ? over : left).add(wait));
				return left.isEmpty() ? null : left;
			});
			over.forEach((wait) -> wait.tick().completeAsync(() -> last));
		}
	}

	void end() {
		this.waits.values()
			.forEach((waits) -> waits.forEach((wait) -> wait.tick()
				.completeExceptionally(new IllegalStateException("This instance stops before the tick has ended"))));
		this.waits.clear();
	}

	private record Wait(long number, CompletableFuture<TickRecord> tick) {

	}

}
