package io.appinfra.net.autoconfigure.ticker;

import java.util.Set;
import java.util.function.Consumer;

import org.springframework.core.env.Environment;

import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.properties.NamedProperties;
import io.appinfra.net.autoconfigure.properties.PropertyGroup;
import io.appinfra.net.autoconfigure.properties.UnknownProperty;
import io.appinfra.net.ticker.declaration.TickerDeclaration;

/**
 * The properties of tickers in an environment.
 */
class EnvironmentTickerDeclarations implements TickerDeclaration.Source {

	private final Environment environment;

	private final NamedProperties<TickerDeclaration> tickers;

	private final TickerDeclaration defaults;

	EnvironmentTickerDeclarations(Environment environment, TickerDefaultsProperties defaults) {
		this.environment = environment;
		this.tickers = NamedProperties.of(environment, TickersProperties.PREFIX + ".tickers", "ticker",
				TickerDeclaration.class);
		this.defaults = TickerDeclaration.from(defaults);
	}

	@Override
	public TickerDeclaration get(String ticker, Consumer<String> problems) {
		return this.tickers.get(ticker, problems);
	}

	@Override
	public TickerDeclaration defaults() {
		return this.defaults;
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
			this.tickers.unknown(tickers).stream().map(UnknownProperty::problem).forEach(problems);
			PropertyGroup.unknown(this.environment, TickerDefaultsProperties.PREFIX, TickerDefaultsProperties.class)
				.stream()
				.map(UnknownProperty::problem)
				.forEach(problems);
		}
	}

}
