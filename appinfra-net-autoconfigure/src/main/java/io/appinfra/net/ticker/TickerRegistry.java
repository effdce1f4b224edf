package io.appinfra.net.ticker;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Finds a ticker's status by its name.
 */
public final class TickerRegistry implements Tickers {

	private final Map<String, Supplier<TickerStatus>> tickers;

	private TickerRegistry(Map<String, Supplier<TickerStatus>> tickers) {
		this.tickers = tickers;
	}

	/**
	 * Create a registry.
	 * @param sources where the tickers are
	 * @return the registry
	 */
	public static TickerRegistry of(Iterable<TickerSource> sources) {
		Map<String, Supplier<TickerStatus>> tickers = new TreeMap<>();
		sources.forEach((source) -> tickers.putAll(source.statuses()));
		return new TickerRegistry(tickers);
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(this.tickers.keySet());
	}

	@Override
	public TickerStatus status(String name) {
		Supplier<TickerStatus> ticker = this.tickers.get(name);
		if (ticker == null) {
			throw new IllegalArgumentException("There is no ticker '%s'. The tickers are %s".formatted(name, names()));
		}
		return ticker.get();
	}

}
