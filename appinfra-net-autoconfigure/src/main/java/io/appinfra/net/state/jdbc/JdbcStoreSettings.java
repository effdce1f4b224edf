package io.appinfra.net.state.jdbc;

import java.time.Duration;

import org.springframework.util.Assert;

import io.appinfra.net.state.StateLimits;

/**
 * What is configured for a {@link JdbcStateStore}.
 *
 * @param namespace the name of those who share the state
 * @param tablePrefix what the names of the tables begin with
 * @param timeout how long an operation may take
 * @param lease how long an owner lives without renewal
 * @param pollInterval how often changes of maps are looked for
 * @param limits how much the store takes
 */
public record JdbcStoreSettings(String namespace, String tablePrefix, Duration timeout, Duration lease,
		Duration pollInterval, StateLimits limits) {

	/**
	 * The length that a namespace can have.
	 */
	public static final int MAX_NAMESPACE_LENGTH = 100;

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if one of them cannot be used
	 */
	public JdbcStoreSettings {
		Assert.isTrue(!namespace.isEmpty() && namespace.length() <= MAX_NAMESPACE_LENGTH,
				() -> "The namespace must have 1 to %d characters, but is '%s'".formatted(MAX_NAMESPACE_LENGTH,
						namespace));
		Assert.isTrue(tablePrefix.matches("[A-Za-z_][A-Za-z0-9_.]*"),
				() -> "The table prefix must be letters, digits, underscores and dots, but is '%s'"
					.formatted(tablePrefix));
		checkPositive("timeout", timeout);
		checkPositive("lease", lease);
		checkPositive("poll interval", pollInterval);
	}

	private static void checkPositive(String name, Duration duration) {
		Assert.isTrue(!duration.isNegative() && !duration.isZero(),
				() -> "The %s must be positive, but is %s".formatted(name, duration));
	}

	long leaseMicros() {
		return this.lease.toNanos() / 1000;
	}

}
