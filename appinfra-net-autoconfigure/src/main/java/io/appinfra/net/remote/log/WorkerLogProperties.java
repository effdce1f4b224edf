package io.appinfra.net.remote.log;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerConfiguration.ConfigurationScope;
import org.springframework.boot.logging.LoggerConfiguration.LevelConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The properties by which a worker begins to log: with the levels of the web process, and
 * without its configuration, which may open files that one process alone can write to.
 */
public final class WorkerLogProperties {

	private static final Map<String, String> CONFIGURATIONS = Map.of("LogbackLoggingSystem", "", "Log4J2LoggingSystem",
			"classpath:io/appinfra/net/remote/log/log4j2.xml", "JavaLoggingSystem",
			"classpath:org/springframework/boot/logging/java/logging.properties");

	private WorkerLogProperties() {
	}

	/**
	 * Return the properties, as this process logs now.
	 * @return the properties
	 */
	public static Map<String, Object> properties() {
		LoggingSystem system = LoggingSystem.get(WorkerLogProperties.class.getClassLoader());
		Map<String, Object> properties = new TreeMap<>();
		for (LoggerConfiguration logger : loggers(system)) {
			LevelConfiguration level = logger.getLevelConfiguration(ConfigurationScope.DIRECT);
			if (level != null && !level.isCustom()) {
				properties.put("logging.level." + logger.getName(), level.getLevel().name());
			}
		}
		if (system.getClass().getSimpleName().equals("Log4J2LoggingSystem")) {
			Log4jLevels.current().forEach((logger, level) -> properties.put("logging.level." + logger, level.name()));
		}
		String configuration = CONFIGURATIONS.get(system.getClass().getSimpleName());
		if (configuration != null) {
			properties.put("logging.config", configuration);
			properties.put("logging.log4j2.config.override", "");
		}
		return properties;
	}

	private static List<LoggerConfiguration> loggers(LoggingSystem system) {
		try {
			return system.getLoggerConfigurations();
		}
		catch (UnsupportedOperationException ex) {
			return List.of();
		}
	}

}
