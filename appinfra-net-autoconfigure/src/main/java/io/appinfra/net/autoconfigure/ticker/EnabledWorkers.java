package io.appinfra.net.autoconfigure.ticker;

import java.util.function.Predicate;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Tests whether a worker is enabled, by its name.
 */
class EnabledWorkers implements Predicate<String> {

	private static final ConfigurationPropertyName WORKERS = ConfigurationPropertyName.of("appinfra.net.workers");

	private static final ConfigurationPropertyName DEFAULT = ConfigurationPropertyName
		.of("appinfra.net.worker-defaults.enabled");

	private final Binder binder;

	EnabledWorkers(Environment environment) {
		this.binder = Binder.get(environment);
	}

	@Override
	public boolean test(String worker) {
		ConfigurationPropertyName own = WORKERS.append(ConfigurationPropertyName.adapt(worker, '.')).append("enabled");
		return isTrue(own, isTrue(DEFAULT, true));
	}

	private boolean isTrue(ConfigurationPropertyName property, boolean otherwise) {
		return this.binder.bind(property.toString(), Boolean.class).orElse(otherwise);
	}

}
