package io.appinfra.net.remote.ticker;

import java.util.List;

import io.appinfra.net.ticker.TickerStatus;

/**
 * What can be sent about tickers to a worker's process that has connected. No method
 * waits.
 */
public interface TickerLink {

	/**
	 * Let the tickers of the process start.
	 * @param incarnation when they do, in milliseconds since the epoch, and later than
	 * those of all former processes of the worker
	 * @param tickers what its tickers go on from
	 */
	void begin(long incarnation, List<TickerStatus> tickers);

	/**
	 * Ask for something to be done with a ticker.
	 * @param id what the answer will carry
	 * @param command what to do
	 */
	void send(long id, TickerCommand command);

}
