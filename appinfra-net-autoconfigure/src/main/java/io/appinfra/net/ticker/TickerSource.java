package io.appinfra.net.ticker;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Where tickers are: in this process, or in workers.
 */
public interface TickerSource {

	/**
	 * Return where the status of each ticker comes from.
	 * @return the suppliers by the tickers' names
	 */
	Map<String, Supplier<TickerStatus>> statuses();

}
