package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.appinfra.net.ticker.TickHistory;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerSource;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

/**
 * The tickers of several sources, of which each has its own. Safe for use by many
 * threads.
 */
public final class CompositeTickers implements Tickers {

	private final Map<String, TickerControl> tickers = new TreeMap<>();

	private final Supplier<TickOrigin> origin;

	/**
	 * Create a registry.
	 * @param sources where the tickers are
	 * @param origin returns what triggers a ticker in the current thread
	 */
	public CompositeTickers(Iterable<TickerSource> sources, Supplier<TickOrigin> origin) {
		this.origin = origin;
		sources.forEach((source) -> this.tickers.putAll(source.tickers()));
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(this.tickers.keySet());
	}

	@Override
	public TickerStatus status(String name) {
		return ticker(name).status();
	}

	@Override
	public TickHistory history(String name) {
		return ticker(name).history();
	}

	@Override
	public CompletableFuture<TickRecord> trigger(String name) {
		return ticker(name).trigger(this.origin.get());
	}

	@Override
	public void pause(String name) {
		ticker(name).pause();
	}

	@Override
	public void resume(String name) {
		ticker(name).resume();
	}

	@Override
	public void setInterval(String name, Duration interval) {
		ticker(name).setInterval(interval);
	}

	private TickerControl ticker(String name) {
		TickerControl ticker = this.tickers.get(name);
		if (ticker == null) {
			throw new IllegalArgumentException("There is no ticker '%s'. The tickers are %s".formatted(name, names()));
		}
		return ticker;
	}

}
