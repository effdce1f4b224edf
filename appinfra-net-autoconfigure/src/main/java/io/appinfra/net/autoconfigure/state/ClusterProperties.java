package io.appinfra.net.autoconfigure.state;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Properties of this instance among those that share the state.
 */
@ConfigurationProperties("appinfra.net.cluster")
public class ClusterProperties {

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

	/**
	 * Time after which an instance that is silent counts as gone, at least 2s.
	 */
	private Duration lease = Duration.ofSeconds(10);

	/**
	 * Name of this instance, the host and the process id by default.
	 */
	private @Nullable String instance;

	/**
	 * Whether tickers move so that all instances own as many.
	 */
	private boolean balance = true;

	public Duration getLease() {
		return this.lease;
	}

	public void setLease(Duration lease) {
		this.lease = lease;
	}

	public @Nullable String getInstance() {
		return this.instance;
	}

	public void setInstance(@Nullable String instance) {
		this.instance = instance;
	}

	public boolean isBalance() {
		return this.balance;
	}

	public void setBalance(boolean balance) {
		this.balance = balance;
	}

	/**
	 * Return the lease.
	 * @return the lease
	 * @throws InvalidConfigurationPropertyValueException if it is too short
	 */
	public Duration toLease() {
		if (this.lease.compareTo(SHORTEST_LEASE) < 0) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.cluster.lease", this.lease,
					"It must be at least 2s: an instance that pauses for shorter is not gone.");
		}
		return this.lease;
	}

	/**
	 * Return the name of this instance.
	 * @return the name, {@code null} for the host and the process id
	 * @throws InvalidConfigurationPropertyValueException if it contains a slash
	 */
	@Nullable String toInstance() {
		String name = this.instance;
		if (name != null && name.indexOf('/') >= 0) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.cluster.instance", name,
					"It must not contain a slash, which parts it from the name of a worker.");
		}
		return StringUtils.hasText(name) ? name : null;
	}

}
