package io.appinfra.net.autoconfigure.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Gives each property with a random part one value, which all processes of the
 * application have.
 */
final class RandomProperties {

	private static final String RANDOM = "${random.";

	private final Map<String, Object> values = new HashMap<>();

	private final Set<String> seen = new HashSet<>();

	private final ConfigurableEnvironment environment;

	private RandomProperties(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Fix the values of an environment.
	 * @param environment the environment
	 */
	static void fix(ConfigurableEnvironment environment) {
		RandomProperties random = new RandomProperties(environment);
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				random.find(enumerable);
			}
		}
		if (!random.values.isEmpty()) {
			environment.getPropertySources().addFirst(new MapPropertySource("appinfraRandom", random.values));
		}
	}

	private void find(EnumerablePropertySource<?> source) {
		for (String name : source.getPropertyNames()) {
			if (this.seen.add(name)) {
				fix(name, source, name);
			}
		}
		if (source instanceof SystemEnvironmentPropertySource
				&& ConfigurationPropertySource.from(source) instanceof IterableConfigurationPropertySource variables) {
			variables.forEach((name) -> fix(name, variables));
		}
	}

	/**
	 * An environment variable has another name than the property that it sets.
	 */
	private void fix(ConfigurationPropertyName name, IterableConfigurationPropertySource variables) {
		if (this.seen.add(name.toString())
				&& variables.getConfigurationProperty(name).getValue() instanceof CharSequence text) {
			fix(name.toString(), text);
		}
	}

	private void fix(String name, PropertySource<?> source, String key) {
		try {
			if (source.getProperty(key) instanceof CharSequence text) {
				fix(name, text);
			}
		}
		catch (RuntimeException ex) {
			// the exception says to those who ask for it why it cannot be read
		}
	}

	private void fix(String name, CharSequence text) {
		if (text.toString().contains(RANDOM)) {
			this.values.put(name, this.environment.resolvePlaceholders(text.toString()));
		}
	}

}
