package io.appinfra.net.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

import io.appinfra.net.remote.lifecycle.PropertyValues;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Application;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Properties;

/**
 * The environment of the web process in a worker: its property sources in their order,
 * with the system properties and environment variables of this process in their places.
 * What the web process's environment post-processors have made of it is part of it, so
 * they do not run again.
 */
final class WorkerEnvironment extends StandardEnvironment {

	/**
	 * The name of the source that has what differs from the web process.
	 */
	static final String DIFFERENT = "appinfraWorker";

	private static final Set<String> OWN = Set.of(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
			SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

	private static final String WEAKEST = "defaultProperties";

	private final Set<String> sent = new HashSet<>();

	private final Map<String, Object> sentDefaults = new HashMap<>();

	WorkerEnvironment(Application application, Map<String, Object> different) {
		MutablePropertySources sources = getPropertySources();
		for (Properties properties : application.properties()) {
			if (OWN.contains(properties.name())) {
				sources.addLast(sources.remove(properties.name()));
			}
			else {
				sources.addLast(new MapPropertySource(name(properties), values(properties)));
				this.sent.add(properties.name());
				if (properties.name().equals(WEAKEST)) {
					this.sentDefaults.putAll(values(properties));
				}
			}
		}
		RandomValuePropertySource.addToEnvironment(this);
		sources.addFirst(new MapPropertySource(DIFFERENT, different));
		setActiveProfiles(application.activeProfiles().toArray(String[]::new));
		setDefaultProfiles(application.defaultProfiles().toArray(String[]::new));
	}

	private static Map<String, Object> values(Properties properties) {
		Map<String, Object> values = new HashMap<>();
		properties.values().forEach((name, value) -> values.put(name, PropertyValues.fromMessage(value)));
		return values;
	}

	/**
	 * The names differ from those in the web process, so that the framework does not take
	 * a source for one that it has yet to make. It looks for the weakest by its name.
	 */
	private static String name(Properties properties) {
		return properties.name().equals(WEAKEST) ? WEAKEST : "web:" + properties.name();
	}

	/**
	 * Let the default properties of the web process win over those that the application
	 * has set a second time.
	 */
	void preferSentDefaults() {
		if (getPropertySources().get(WEAKEST) instanceof MapPropertySource defaults) {
			defaults.getSource().putAll(this.sentDefaults);
		}
	}

	/**
	 * Remove what the application's listeners and initializers have made a second time:
	 * both processes are to have the same values.
	 */
	void removeMadeAgain() {
		MutablePropertySources sources = getPropertySources();
		this.sent.stream().filter((name) -> !name.equals(WEAKEST)).forEach(sources::remove);
	}

}
