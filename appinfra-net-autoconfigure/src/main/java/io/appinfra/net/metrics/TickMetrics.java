package io.appinfra.net.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Counts and times ticks: {@code appinfra.ticks}, {@code appinfra.ticks.lateness} and
 * {@code appinfra.ticks.skipped}. Safe for use by many threads.
 */
public final class TickMetrics implements MeterBinder, TickListener {

	private final List<Map<String, TickerMeters>> bound = new CopyOnWriteArrayList<>();

	private final Collection<TickerDefinition> tickers;

	/**
	 * Create metrics.
	 * @param tickers all tickers of the application
	 */
	public TickMetrics(Collection<TickerDefinition> tickers) {
		this.tickers = tickers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.bound.add(this.tickers.stream()
			.collect(Collectors.toUnmodifiableMap(TickerDefinition::name,
					(ticker) -> new TickerMeters(registry, ticker))));
	}

	@Override
	public Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin) {
		return (record, failure) -> this.bound
			.forEach((meters) -> meters.get(ticker.name()).record(record, tick.skipped()));
	}

	@Override
	public void endedInWorker(TickerDefinition ticker, TickBatch ticks) {
		this.bound.forEach((meters) -> meters.get(ticker.name()).record(ticks));
	}

}
