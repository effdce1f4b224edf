package io.appinfra.net.worker;

import java.util.HashMap;
import java.util.Set;

import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

import io.appinfra.net.remote.lifecycle.WorkerConfiguration;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Properties;

/**
 * The environment of the web process in a worker: its property sources in their order,
 * with the system properties and environment variables of this process in their places.
 * What the web process's environment post-processors have made of it is part of it, so
 * they do not run again.
 */
final class WorkerEnvironment extends StandardEnvironment {

	private static final Set<String> OWN = Set.of(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
			SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

	private static final String WEAKEST = "defaultProperties";

	WorkerEnvironment(WorkerConfiguration configuration) {
		MutablePropertySources sources = getPropertySources();
		for (Properties properties : configuration.properties()) {
			sources.addLast(OWN.contains(properties.name()) ? sources.remove(properties.name())
					: new MapPropertySource(name(properties), new HashMap<>(properties.values())));
		}
		RandomValuePropertySource.addToEnvironment(this);
		setActiveProfiles(configuration.activeProfiles().toArray(String[]::new));
		setDefaultProfiles(configuration.defaultProfiles().toArray(String[]::new));
	}

	/**
	 * The names differ from those in the web process, so that the framework does not take
	 * a source for one that it has yet to make. It looks for the weakest by its name.
	 */
	private static String name(Properties properties) {
		return properties.name().equals(WEAKEST) ? WEAKEST : "web:" + properties.name();
	}

}
