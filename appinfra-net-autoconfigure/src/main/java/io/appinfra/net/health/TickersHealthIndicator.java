package io.appinfra.net.health;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

/**
 * Health of tickers: down if one could not start, fails again and again, or is overdue.
 * One tick that failed is a detail, since the schedule goes on.
 */
public final class TickersHealthIndicator extends AbstractHealthIndicator {

	private final Tickers tickers;

	private final TickerCheck check;

	/**
	 * Create the indicator.
	 * @param tickers the tickers
	 * @param limits what makes a ticker count as down
	 */
	public TickersHealthIndicator(Tickers tickers, TickersHealthLimits limits) {
		super("The health of tickers could not be read");
		this.tickers = tickers;
		this.check = new TickerCheck(limits, InstantSource.system());
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (String name : this.tickers.names()) {
			TickerStatus status = this.tickers.status(name);
			String problem = this.check.problem(status, this.tickers.history(name).runningSince());
			builder.withDetail(name, details(status, problem));
			if (problem != null) {
				builder.down();
			}
		}
	}

	private static Map<String, Object> details(TickerStatus status, @Nullable String problem) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state());
		details.put("failuresInARow", status.failuresInARow());
		if (problem != null) {
			details.put("problem", problem);
		}
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
