package io.appinfra.net.remote.ticker;

/**
 * Lets the tickers of a worker start.
 *
 * @param incarnation when they do, in milliseconds since the epoch, and later than those
 * of all former processes of the worker
 */
public record Begin(long incarnation) {

}
