package io.appinfra.net.autoconfigure.ticker;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

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

	@Override
	public void findUnknown(Set<String> tickers, Consumer<String> problems) {
		Set<ConfigurationPropertyName> names = tickers.stream()
			.map(EnvironmentTickerOverrides::name)
			.collect(Collectors.toSet());
		Set<ConfigurationPropertyName> known = names.stream()
			.flatMap((name) -> TickersProperties.Ticker.NAMES.stream().map(name::append))
			.collect(Collectors.toSet());
		Set<String> unknown = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((property) -> ALL.isAncestorOf(property) && !known.contains(property))
					.sorted()
					.forEach((property) -> unknown.add(problem(property, names, tickers)));
			}
		}
		unknown.forEach(problems);
	}

	private static String problem(ConfigurationPropertyName property, Set<ConfigurationPropertyName> names,
			Set<String> tickers) {
		if (names.contains(property.getParent())) {
			return "'%s' is no property of a ticker: these are %s".formatted(property, TickersProperties.Ticker.NAMES);
		}
		return "'%s.%s' names no ticker; the tickers are %s".formatted(ALL,
				property.getElement(ALL.getNumberOfElements(), Form.ORIGINAL), tickers);
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
