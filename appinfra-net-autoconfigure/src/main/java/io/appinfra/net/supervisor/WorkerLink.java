package io.appinfra.net.supervisor;

import java.util.List;

import io.appinfra.net.channel.LogLevel;
import io.appinfra.net.channel.TickerCommand;
import io.appinfra.net.ticker.TickerStatus;

/**
 * What can be told to a worker's process that has connected. No method waits.
 */
interface WorkerLink {

	/**
	 * Let the tickers of the process start.
	 * @param incarnation when they do, in milliseconds since the epoch, and later than
	 * those of all former processes of the worker
	 * @param tickers what its tickers go on from
	 */
	void begin(long incarnation, List<TickerStatus> tickers);

	/**
	 * Tell that a logger has another level.
	 * @param level the level
	 */
	void logLevel(LogLevel level);

	/**
	 * Ask for something to be done with a ticker.
	 * @param id what the answer will carry
	 * @param command what to do
	 */
	void send(long id, TickerCommand command);

}
