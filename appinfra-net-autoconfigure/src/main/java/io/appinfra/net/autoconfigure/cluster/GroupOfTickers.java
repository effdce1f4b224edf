package io.appinfra.net.autoconfigure.cluster;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.appinfra.net.cluster.LocalRuns;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.local.TickerGroup;

/**
 * The tickers of the web process, for the cluster.
 *
 * @param tickers the tickers
 */
record GroupOfTickers(TickerGroup tickers) implements LocalRuns.Group {

	@Override
	public void start(String ticker, Function<TickerDefinition, TickerStatus> status) {
		this.tickers.start(ticker, status);
	}

	@Override
	public CompletionStage<?> stop(String ticker) {
		return this.tickers.stop(ticker);
	}

	@Override
	public CompletionStage<?> abandon(String ticker) {
		return this.tickers.abandon(ticker);
	}

	@Override
	public TickerControl control(String ticker) {
		return this.tickers.tickers().get(ticker);
	}

}
