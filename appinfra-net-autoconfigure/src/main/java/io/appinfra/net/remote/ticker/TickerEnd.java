package io.appinfra.net.remote.ticker;

/**
 * Ends a ticker of a worker that was started with a {@link TickerStart}.
 *
 * @param ticker the name of the ticker
 * @param atOnce whether a tick that runs is interrupted, and lost
 */
public record TickerEnd(String ticker, boolean atOnce) {

}
