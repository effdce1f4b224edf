package io.appinfra.net.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.PropertySource.StubPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.CollectionUtils;

import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Properties;

/**
 * The environment of the web process, as a worker is to see it: all its property sources
 * in their order, with placeholders unresolved. Of those that every process has itself,
 * only the place is told. What says which configuration files to read is left out, since
 * they have been read.
 */
final class EnvironmentSnapshot {

	private static final Set<String> OF_EACH_PROCESS = Set.of(
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

	private static final Log logger = LogFactory.getLog(EnvironmentSnapshot.class);

	/**
	 * What cannot be listed, and either each process makes itself or no ticker asks for.
	 */
	private static final Set<String> UNLISTED_IN_ORDER = Set.of("configurationProperties", "random", "cachedrandom",
			"jndiProperties");

	private static final Set<String> LEFT_OUT = Set.of("configurationProperties", "applicationInfo", "random");

	private static final Predicate<String> resolved = Pattern.compile("spring\\.(config|profiles)\\..*")
		.asMatchPredicate();

	private static final Predicate<String> ofThisProcess = Pattern
		.compile("PID|LOG_\\w+|LOGGED_\\w+|CONSOLE_LOG_\\w+|FILE_LOG_\\w+|LOGBACK_\\w+|catalina\\..*|loader\\.main"
				+ "|com\\.sun\\.management\\..*|surefire\\..*|sun\\..*|java\\.(class\\.path|io\\.tmpdir)|jdk\\..*|(logback|log4j2?)\\.configurationFile")
		.asMatchPredicate();

	private EnvironmentSnapshot() {
	}

	static List<Properties> properties(ConfigurableEnvironment environment) {
		List<Properties> properties = new ArrayList<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable && !LEFT_OUT.contains(source.getName())) {
				boolean placeOnly = OF_EACH_PROCESS.contains(source.getName());
				properties.add(new Properties(source.getName(), placeOnly ? Map.of() : values(enumerable)));
			}
		}
		return properties;
	}

	/**
	 * Tell of property sources that workers will not have, since what is in them is not
	 * known until it is asked for.
	 * @param environment the environment of this process
	 */
	static void warnOfUnlisted(ConfigurableEnvironment environment) {
		for (PropertySource<?> source : environment.getPropertySources()) {
			boolean inOrder = source instanceof EnumerablePropertySource || source instanceof StubPropertySource
					|| UNLISTED_IN_ORDER.contains(source.getName());
			if (!inOrder) {
				logger.warn("Workers do not have the properties of '%s' (%s), since it does not list their names: "
					.formatted(source.getName(), source.getClass().getName())
						+ "let it be an EnumerablePropertySource, or set those that tickers need "
						+ "in 'appinfra.net.workers.<name>.properties'");
			}
		}
	}

	static Map<String, String> systemProperties() {
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
		for (String name : source.getPropertyNames()) {
			Object value = plain(source.getProperty(name));
			if (value != null && !resolved.test(name)) {
				values.put(name, value);
			}
		}
		return values;
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value instanceof Collection<?> collection) {
			return collection.stream().map(EnvironmentSnapshot::plain).toList();
		}
		if (value != null && value.getClass().isArray()) {
			return plain(CollectionUtils.arrayToList(value));
		}
		boolean simple = value == null || value instanceof Integer || value instanceof Long || value instanceof Double
				|| value instanceof Boolean;
		return simple ? value : value.toString();
	}

}
