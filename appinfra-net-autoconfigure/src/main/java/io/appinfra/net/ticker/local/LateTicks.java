package io.appinfra.net.ticker.local;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.ticker.Ticker;

/**
 * Logs that a ticker is late, and what held it up, once a minute at most. Used by one
 * thread at a time.
 */
final class LateTicks {

	private static final Log logger = LogFactory.getLog(LateTicks.class);

	private static final long QUIET = Duration.ofMinutes(1).toNanos();

	private final String ticker;

	private boolean logged;

	private long loggedAt;

	private long unlogged;

	LateTicks(String ticker) {
		this.ticker = ticker;
	}

	/**
	 * Take note of a tick that is late by more than its interval.
	 * @param lateness how late it is
	 * @param interval the interval
	 * @param cause what held it up
	 * @param now the present time by the monotonic clock
	 */
	void add(Duration lateness, Duration interval, String cause, long now) {
		if (this.logged && now - this.loggedAt < QUIET) {
			this.unlogged++;
			return;
		}
		String more = (this.unlogged > 0)
				? "; so were %d more ticks since this was last logged".formatted(this.unlogged) : "";
		logger.warn("Ticker '%s' is %d ms late, more than its interval of %d ms: it was held up by %s%s"
			.formatted(this.ticker, lateness.toMillis(), interval.toMillis(), cause, more));
		this.logged = true;
		this.loggedAt = now;
		this.unlogged = 0;
	}

}
