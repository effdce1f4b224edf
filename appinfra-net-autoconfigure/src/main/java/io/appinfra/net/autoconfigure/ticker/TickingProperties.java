package io.appinfra.net.autoconfigure.ticker;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of all tickers together.
 */
@ConfigurationProperties("appinfra.net.ticker-defaults")
public class TickingProperties {

	/**
	 * Whether tickers are paused at the start, so that they tick when they are triggered,
	 * and by their schedules when they are resumed.
	 */
	private boolean paused;

	public boolean isPaused() {
		return this.paused;
	}

	public void setPaused(boolean paused) {
		this.paused = paused;
	}

}
