package io.appinfra.net.remote.ticker;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickGate;
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

	/**
	 * Let a ticker start that is on standby.
	 * @param start the ticker
	 */
	void start(TickerStart start);

	/**
	 * Ask for a ticker to be ended that was started so.
	 * @param id what the answer will carry
	 * @param end the ticker
	 */
	void end(long id, TickerEnd end);

	/**
	 * Answer whether a tick may begin.
	 * @param id what the question carried
	 * @param pass lets it begin, {@code null} to leave it out
	 */
	void pass(long id, TickGate.@Nullable Pass pass);

}
