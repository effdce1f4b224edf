package io.appinfra.net.remote.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.env.CompositePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Properties;

/**
 * The environment of the web process, as a worker is to see it: all its property sources
 * in their order, with placeholders unresolved. Of those that every process has itself,
 * only the place is sent.
 */
public final class EnvironmentSnapshot {

	private static final Set<String> OF_EACH_PROCESS = Set.of(
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

	/**
	 * What cannot be listed, and either each process makes itself or no ticker asks for.
	 */
	private static final Set<String> NORMALLY_UNLISTED = Set.of("configurationProperties", "random", "cachedrandom",
			"jndiProperties");

	/**
	 * What each process makes itself, although it can be listed.
	 */
	private static final Set<String> LEFT_OUT = Set.of("configurationProperties", "random");

	private static final String PROCESS_ID = "spring.application.pid";

	private static final Log logger = LogFactory.getLog(EnvironmentSnapshot.class);

	/**
	 * What has been warned of: once is enough, however often workers start.
	 */
	private static final Set<String> unreadable = ConcurrentHashMap.newKeySet();

	private static final Predicate<String> ofThisProcess = Pattern
		.compile("PID|LOG_\\w+|LOGGED_\\w+|CONSOLE_LOG_\\w+|FILE_LOG_\\w+|LOGBACK_\\w+|catalina\\..*|loader\\.main"
				+ "|com\\.sun\\.management\\..*|surefire\\..*|sun\\..*|java\\.(class\\.path|io\\.tmpdir)|jdk\\..*|(logback|log4j2?)\\.configurationFile")
		.asMatchPredicate();

	private EnvironmentSnapshot() {
	}

	/**
	 * Return the properties of an environment.
	 * @param environment an environment of this process
	 * @return the properties by their sources
	 */
	public static List<Properties> properties(ConfigurableEnvironment environment) {
		List<Properties> properties = new ArrayList<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (OF_EACH_PROCESS.contains(source.getName())) {
				properties.add(new Properties(source.getName(), Map.of()));
			}
			else if (source instanceof EnumerablePropertySource<?> enumerable && !LEFT_OUT.contains(source.getName())) {
				properties.add(new Properties(source.getName(), values(enumerable)));
			}
		}
		return properties;
	}

	/**
	 * Warn of property sources that workers will not have, since what is in them is not
	 * known until it is asked for.
	 * @param environment the environment of this process
	 */
	public static void warnOfUnlisted(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			warnIfUnlisted(source);
		}
	}

	private static void warnIfUnlisted(PropertySource<?> source) {
		if (source instanceof CompositePropertySource composite) {
			composite.getPropertySources().forEach(EnvironmentSnapshot::warnIfUnlisted);
			return;
		}
		boolean normal = source instanceof EnumerablePropertySource || source instanceof StubPropertySource
				|| NORMALLY_UNLISTED.contains(source.getName());
		if (!normal) {
			logger.warn("Workers do not have the properties of '%s' (%s), since it does not list their names: "
				.formatted(source.getName(), source.getClass().getName())
					+ "let it be an EnumerablePropertySource, or set those that tickers need "
					+ "in 'appinfra.net.workers.<name>.properties'");
		}
	}

	/**
	 * Return the system properties of this process without those that each process has
	 * itself.
	 * @return the properties
	 */
	public static Map<String, String> systemProperties() {
		Map<String, String> properties = new LinkedHashMap<>();
		System.getProperties().stringPropertyNames().forEach((name) -> {
			if (!ofThisProcess.test(name)) {
				properties.put(name, System.getProperty(name));
			}
		});
		return properties;
	}

	private static Map<String, Object> values(EnumerablePropertySource<?> source) {
		Map<String, Object> values = new LinkedHashMap<>();
		if (source instanceof CompositePropertySource composite) {
			for (PropertySource<?> member : composite.getPropertySources()) {
				if (member instanceof EnumerablePropertySource<?> enumerable) {
					values(enumerable).forEach(values::putIfAbsent);
				}
			}
			return values;
		}
		List<String> failed = new ArrayList<>();
		for (String name : source.getPropertyNames()) {
			try {
				Object value = PropertyValues.toMessage(source.getProperty(name));
				if (value != null && !name.equals(PROCESS_ID)) {
					values.put(name, value);
				}
			}
			catch (RuntimeException ex) {
				failed.add("'%s' (%s)".formatted(name, ex));
			}
		}
		warnOfUnreadable(source, failed);
		return values;
	}

	private static void warnOfUnreadable(PropertySource<?> source, List<String> failed) {
		List<String> names = failed.stream().filter(unreadable::add).toList();
		if (!names.isEmpty()) {
			logger.warn("Workers do not have these properties of '%s', since they cannot be read: %s"
				.formatted(source.getName(), String.join(", ", names)));
		}
	}

}
