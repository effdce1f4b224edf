package io.appinfra.net.autoconfigure.ticker;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

import io.appinfra.net.Role;
import io.appinfra.net.ticker.TickerOverrides;

/**
 * The properties of tickers in an environment.
 */
class EnvironmentTickerOverrides implements TickerOverrides.Source {

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName
		.of(TickersProperties.PREFIX + ".tickers");

	private final Environment environment;

	private final boolean paused;

	/**
	 * Create the source.
	 * @param environment the environment
	 * @param paused whether tickers are paused at the start where their properties do not
	 * say so
	 */
	EnvironmentTickerOverrides(Environment environment, boolean paused) {
		this.environment = environment;
		this.paused = paused;
	}

	@Override
	public TickerOverrides get(String ticker, Consumer<String> problems) {
		Bindable<TickersProperties.Ticker> properties = Bindable.of(TickersProperties.Ticker.class);
		return Binder.get(this.environment)
			.bind(name(ticker), properties, new ProblemHandler(problems))
			.orElseGet(TickersProperties.Ticker::new)
			.toOverrides(this.paused);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Only in the web process: a worker has its properties, but perhaps not all of its
	 * tickers.
	 */
	@Override
	public void findUnknown(Set<String> tickers, Consumer<String> problems) {
		if (Role.of(this.environment) == Role.WEB) {
			Set<ConfigurationPropertyName> known = knownProperties(tickers);
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
				if (source instanceof IterableConfigurationPropertySource iterable) {
					iterable.stream()
						.filter((property) -> ALL.isAncestorOf(property) && !known.contains(property))
						.filter((property) -> !isEmpty(source, property))
						.sorted()
						.forEach((property) -> problems.accept(problem(source, property, tickers)));
				}
			}
		}
	}

	/**
	 * Return the names of all properties that tickers can have, also in the form of
	 * environment variables that have an underscore for each dash.
	 */
	private static Set<ConfigurationPropertyName> knownProperties(Set<String> tickers) {
		return tickers.stream()
			.map(EnvironmentTickerOverrides::name)
			.flatMap((name) -> TickersProperties.Ticker.NAMES.stream()
				.flatMap((key) -> Stream.of(name.append(key), name.append(key.replace('-', '.')))))
			.collect(Collectors.toSet());
	}

	private static boolean isEmpty(ConfigurationPropertySource source, ConfigurationPropertyName property) {
		ConfigurationProperty found = source.getConfigurationProperty(property);
		return found == null || "".equals(found.getValue());
	}

	private static String problem(ConfigurationPropertySource source, ConfigurationPropertyName property,
			Set<String> tickers) {
		boolean ofTicker = tickers.stream().anyMatch((ticker) -> name(ticker).isParentOf(property));
		ConfigurationProperty found = source.getConfigurationProperty(property);
		String where = (found != null && found.getOrigin() != null) ? " (%s)".formatted(found.getOrigin()) : "";
		return ofTicker
				? "'%s'%s is no property of a ticker: these are %s".formatted(property, where,
						TickersProperties.Ticker.NAMES)
				: "'%s'%s belongs to no ticker; the tickers are %s".formatted(property, where, tickers);
	}

	private static ConfigurationPropertyName name(String ticker) {
		return ALL.append(ConfigurationPropertyName.adapt(ticker, '.'));
	}

	/**
	 * Reports a value that cannot be read, and goes on with the next.
	 */
	private static final class ProblemHandler extends AbstractBindHandler {

		private final Consumer<String> problems;

		private ProblemHandler(Consumer<String> problems) {
			this.problems = problems;
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) {
			ConfigurationProperty property = context.getConfigurationProperty();
			String value = (property != null) ? String.valueOf(property.getValue()) : "";
			String origin = (property != null && property.getOrigin() != null) ? " (%s)".formatted(property.getOrigin())
					: "";
			this.problems.accept("has the property '%s' = '%s'%s, which cannot be read: %s".formatted(name, value,
					origin, NestedExceptionUtils.getMostSpecificCause(error).getMessage()));
			return null;
		}

	}

}
