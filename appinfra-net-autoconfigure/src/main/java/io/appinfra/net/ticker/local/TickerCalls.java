package io.appinfra.net.ticker.local;

import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

/**
 * The calls of one ticker's methods from its start to its stop. Used by one thread at a
 * time.
 */
final class TickerCalls {

	private final Ticker ticker;

	private boolean firstTickPrepared;

	TickerCalls(Ticker ticker) {
		this.ticker = ticker;
	}

	void start() throws Exception {
		this.ticker.onStart();
	}

	void tick(TickContext tick) throws Exception {
		if (!this.firstTickPrepared) {
			this.ticker.beforeFirstTick();
			this.firstTickPrepared = true;
		}
		this.ticker.tick(tick);
	}

	void stop() throws Exception {
		this.ticker.onStop();
	}

}
