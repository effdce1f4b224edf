package io.appinfra.net.autoconfigure.ticker;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.appinfra.net.ticker.declaration.TickerDeclaration;

/**
 * Properties of tickers, as their metadata has them. Those of each ticker are read by its
 * name, which can be spelled in several ways.
 */
@ConfigurationProperties(TickersProperties.PREFIX)
public class TickersProperties {

	static final String PREFIX = "appinfra.net";

	/**
	 * Tickers, by their names.
	 */
	private final Map<String, TickerDeclaration> tickers = new LinkedHashMap<>();

	public Map<String, TickerDeclaration> getTickers() {
		return this.tickers;
	}

}
