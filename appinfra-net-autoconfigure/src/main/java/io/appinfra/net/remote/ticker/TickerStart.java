package io.appinfra.net.remote.ticker;

import io.appinfra.net.ticker.TickGate;

/**
 * Lets a ticker of a worker start that is on standby.
 *
 * @param ticker the name of the ticker
 * @param from what it starts from
 */
public record TickerStart(String ticker, TickGate.Start from) {

}
