package io.appinfra.net.autoconfigure.http;

import java.util.Collection;
import java.util.function.Consumer;

import org.springframework.core.env.Environment;

import io.appinfra.net.autoconfigure.properties.NamedProperties;
import io.appinfra.net.autoconfigure.properties.PropertyGroup;
import io.appinfra.net.autoconfigure.properties.UnknownProperty;
import io.appinfra.net.http.registration.HandlerConfiguration;
import io.appinfra.net.http.registration.HandlerSettings;

/**
 * What the environment says about handlers, in whichever spelling it has their names.
 */
class EnvironmentHandlerConfiguration implements HandlerConfiguration {

	private static final String DEFAULTS = "appinfra.net.handler-defaults";

	private final Environment environment;

	private final NamedProperties<HandlersProperties.Handler> handlers;

	private final HandlerDefaultsProperties defaults;

	EnvironmentHandlerConfiguration(Environment environment, HandlerDefaultsProperties defaults) {
		this.environment = environment;
		this.handlers = NamedProperties.of(environment, "appinfra.net.handlers", "handler",
				HandlersProperties.Handler.class);
		this.defaults = defaults;
	}

	@Override
	public HandlerSettings get(String name, Consumer<String> problems) {
		return this.handlers.get(name, problems).toSettings(this.defaults);
	}

	@Override
	public void findUnknown(Collection<String> names, Consumer<String> problems) {
		this.handlers.unknown(names).stream().map(UnknownProperty::problem).forEach(problems);
		PropertyGroup.unknown(this.environment, DEFAULTS, HandlerDefaultsProperties.class)
			.stream()
			.map(UnknownProperty::problem)
			.forEach(problems);
	}

}
