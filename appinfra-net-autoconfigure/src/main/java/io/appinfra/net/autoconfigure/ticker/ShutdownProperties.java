package io.appinfra.net.autoconfigure.ticker;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the shutdown.
 */
@ConfigurationProperties("appinfra.net.shutdown")
public class ShutdownProperties {

	/**
	 * How long requests are still taken after readiness has begun to refuse traffic,
	 * before anything stops.
	 */
	private Duration drainDelay = Duration.ZERO;

	/**
	 * How long no request has to have come on connections that clients keep, before the
	 * web server stops.
	 */
	private Duration drainQuiet = Duration.ofSeconds(1);

	/**
	 * How long a tick in the web process may go on after the shutdown has begun, before
	 * its thread is interrupted.
	 */
	private Duration tickTimeout = Duration.ofSeconds(10);

	public Duration getDrainDelay() {
		return this.drainDelay;
	}

	public void setDrainDelay(Duration drainDelay) {
		this.drainDelay = drainDelay;
	}

	public Duration getDrainQuiet() {
		return this.drainQuiet;
	}

	public void setDrainQuiet(Duration drainQuiet) {
		this.drainQuiet = drainQuiet;
	}

	public Duration getTickTimeout() {
		return this.tickTimeout;
	}

	public void setTickTimeout(Duration tickTimeout) {
		this.tickTimeout = tickTimeout;
	}

}
