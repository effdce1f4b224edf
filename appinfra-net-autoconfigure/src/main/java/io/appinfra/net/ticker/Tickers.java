package io.appinfra.net.ticker;

import java.util.Set;

/**
 * The tickers of the application. In the web process these are all of them, wherever they
 * run; in a worker those that it runs. Safe for use by many threads.
 */
public interface Tickers {

	/**
	 * Return the names of the tickers.
	 * @return the names, in alphabetical order
	 */
	Set<String> names();

	/**
	 * Return the status of a ticker. That of a ticker in a worker is what the worker
	 * reported last.
	 * @param name the name of the ticker
	 * @return its status
	 * @throws IllegalArgumentException if there is no ticker of that name
	 */
	TickerStatus status(String name);

}
