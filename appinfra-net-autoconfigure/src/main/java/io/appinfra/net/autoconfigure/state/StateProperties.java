package io.appinfra.net.autoconfigure.state;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import io.appinfra.net.state.StateLimits;

/**
 * Properties of the shared state.
 */
@ConfigurationProperties("appinfra.net.state")
public class StateProperties {

	/**
	 * Where the shared state is kept.
	 */
	private Store store = Store.LOCAL;

	/**
	 * Name of those who share the state, 'spring.application.name' by default.
	 */
	private @Nullable String namespace;

	/**
	 * Time after which an operation on an engine fails.
	 */
	private Duration timeout = Duration.ofSeconds(2);

	/**
	 * Maximum number of entries of a map. There can be as many maps, and as many
	 * counters.
	 */
	private int maxEntries = 100_000;

	/**
	 * Maximum size of a value as JSON.
	 */
	private DataSize maxValueSize = DataSize.ofMegabytes(1);

	public Store getStore() {
		return this.store;
	}

	public void setStore(Store store) {
		this.store = store;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxEntries() {
		return this.maxEntries;
	}

	public void setMaxEntries(int maxEntries) {
		this.maxEntries = maxEntries;
	}

	public DataSize getMaxValueSize() {
		return this.maxValueSize;
	}

	public void setMaxValueSize(DataSize maxValueSize) {
		this.maxValueSize = maxValueSize;
	}

	/**
	 * Return the name of those who share the state.
	 * @param environment has the name of the application
	 * @return the namespace
	 * @throws InvalidConfigurationPropertyValueException if there is none
	 */
	public String toNamespace(Environment environment) {
		String application = environment.getProperty("spring.application.name");
		String name = StringUtils.hasText(this.namespace) ? this.namespace : application;
		if (!StringUtils.hasText(name)) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.state.namespace", this.namespace,
					"It must name those who share the state, as 'spring.application.name' is not set either.");
		}
		return name;
	}

	/**
	 * Return the limits.
	 * @return the limits
	 * @throws InvalidConfigurationPropertyValueException if one is not positive
	 */
	public StateLimits toLimits() {
		checkPositive("max-entries", this.maxEntries, this.maxEntries);
		checkPositive("max-value-size", this.maxValueSize, this.maxValueSize.toBytes());
		return new StateLimits(this.maxEntries, this.maxValueSize.toBytes());
	}

	private static void checkPositive(String property, Object value, long number) {
		if (number <= 0) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.state." + property, value,
					"It must be positive.");
		}
	}

	/**
	 * Where the shared state can be kept.
	 */
	public enum Store {

		/**
		 * In the memory of the web process.
		 */
		LOCAL,

		/**
		 * On Redis or Valkey.
		 */
		REDIS,

		/**
		 * In the tables of a SQL database.
		 */
		JDBC

	}

}
