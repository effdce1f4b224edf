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

	public Duration getTickTimeout() {
		return this.tickTimeout;
	}

	public void setTickTimeout(Duration tickTimeout) {
		this.tickTimeout = tickTimeout;
	}

}
