package io.appinfra.net.ticker;

import java.util.Map;

/**
 * Where tickers are: in this process, or in workers.
 */
public interface TickerSource {

	/**
	 * Return the tickers.
	 * @return the tickers by their names
	 */
	Map<String, ? extends TickerControl> tickers();

}
