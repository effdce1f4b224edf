package io.appinfra.net.remote.ticker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * What a worker has for the gate of the web process. One of the three is there.
 *
 * @param ticker the name of the ticker
 * @param scheduledAt when its first tick is due
 * @param due the tick that is to begin, which is answered
 * @param ended the tick that has ended
 */
public record GateMessage(String ticker, @Nullable Instant scheduledAt, TickGate.@Nullable Due due,
		@Nullable TickRecord ended) {

	static GateMessage scheduled(TickerDefinition ticker, Instant dueAt) {
		return new GateMessage(ticker.name(), dueAt, null, null);
	}

	static GateMessage due(TickerDefinition ticker, TickGate.Due tick) {
		return new GateMessage(ticker.name(), null, tick, null);
	}

	static GateMessage ended(TickerDefinition ticker, TickRecord tick) {
		return new GateMessage(ticker.name(), null, null, tick);
	}

}
