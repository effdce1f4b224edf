package io.appinfra.net.autoconfigure.ticker;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

import io.appinfra.net.ticker.TickerOverrides;

/**
 * The properties of tickers in an environment.
 */
class EnvironmentTickerOverrides implements TickerOverrides.Source {

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName
		.of(TickersProperties.PREFIX + ".tickers");

	private final Environment environment;

	EnvironmentTickerOverrides(Environment environment) {
		this.environment = environment;
	}

	@Override
	public TickerOverrides get(String ticker) {
		Bindable<TickersProperties.Ticker> properties = Bindable.of(TickersProperties.Ticker.class);
		return Binder.get(this.environment)
			.bind(name(ticker), properties)
			.orElseGet(TickersProperties.Ticker::new)
			.toOverrides();
	}

	@Override
	public Iterable<String> unknown(Iterable<String> tickers) {
		Set<String> unknown = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(ALL::isAncestorOf)
					.filter((property) -> !belongsToOneOf(tickers, property))
					.forEach((property) -> unknown.add(property.getElement(ALL.getNumberOfElements(), Form.ORIGINAL)));
			}
		}
		return unknown;
	}

	private boolean belongsToOneOf(Iterable<String> tickers, ConfigurationPropertyName property) {
		return StreamSupport.stream(tickers.spliterator(), false)
			.anyMatch((ticker) -> name(ticker).isAncestorOf(property));
	}

	private static ConfigurationPropertyName name(String ticker) {
		return ALL.append(ConfigurationPropertyName.adapt(ticker, '.'));
	}

}
