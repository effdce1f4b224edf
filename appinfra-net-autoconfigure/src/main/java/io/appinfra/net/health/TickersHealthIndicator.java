package io.appinfra.net.health;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

/**
 * Health of tickers: down if one could not start. A tick that failed is a detail, since
 * the schedule goes on.
 */
public final class TickersHealthIndicator extends AbstractHealthIndicator {

	private final Tickers tickers;

	/**
	 * Create the indicator.
	 * @param tickers the tickers
	 */
	public TickersHealthIndicator(Tickers tickers) {
		super("The health of tickers could not be read");
		this.tickers = tickers;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (String name : this.tickers.names()) {
			TickerStatus status = this.tickers.status(name);
			builder.withDetail(name, details(status));
			if (status.error() != null) {
				builder.down();
			}
		}
	}

	private static Map<String, Object> details(TickerStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state());
		details.put("failuresInARow", status.failuresInARow());
		TickRecord last = status.last();
		if (status.error() != null) {
			details.put("error", status.error());
		}
		else if (last != null && last.error() != null) {
			details.put("error", last.error());
		}
		return details;
	}

}
