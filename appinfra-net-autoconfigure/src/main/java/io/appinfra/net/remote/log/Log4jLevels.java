package io.appinfra.net.remote.log;

import java.beans.PropertyChangeListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Listens to changes of levels in Log4j, which has one event for all of them, whoever
 * makes them. Safe for use by many threads.
 */
final class Log4jLevels {

	private final LoggerContext context;

	private final BiConsumer<String, @Nullable LogLevel> listener;

	private Map<String, LogLevel> levels;

	private Log4jLevels(LoggerContext context, BiConsumer<String, @Nullable LogLevel> listener) {
		this.context = context;
		this.listener = listener;
		this.levels = levels(context);
	}

	/**
	 * Begin to listen.
	 * @param listener is given the name of a logger and its new level, {@code null} for
	 * that of its parent
	 * @return ends it
	 */
	static Runnable listen(BiConsumer<String, @Nullable LogLevel> listener) {
		LoggerContext context = context();
		return (context != null) ? listen(context, listener) : () -> {
		};
	}

	static Runnable listen(LoggerContext context, BiConsumer<String, @Nullable LogLevel> listener) {
		Log4jLevels levels = new Log4jLevels(context, listener);
		PropertyChangeListener changes = (event) -> levels.compare();
		context.addPropertyChangeListener(changes);
		return () -> context.removePropertyChangeListener(changes);
	}

	/**
	 * Return the levels that are set now.
	 * @return the levels by the names of the loggers, none if there is no Log4j
	 */
	static Map<String, LogLevel> current() {
		LoggerContext context = context();
		return (context != null) ? levels(context) : Map.of();
	}

	private static @Nullable LoggerContext context() {
		return (LogManager.getContext(Log4jLevels.class.getClassLoader(), false) instanceof LoggerContext context)
				? context : null;
	}

	private static Map<String, LogLevel> levels(LoggerContext context) {
		Configuration configuration = context.getConfiguration();
		Map<String, LogLevel> levels = new HashMap<>();
		levels.put(LoggingSystem.ROOT_LOGGER_NAME, level(configuration.getRootLogger().getLevel()));
		configuration.getLoggers().forEach((name, logger) -> {
			Level level = logger.getExplicitLevel();
			if (level != null && !name.isEmpty()) {
				levels.put(name, level(level));
			}
		});
		return levels;
	}

	private synchronized void compare() {
		Map<String, LogLevel> former = this.levels;
		this.levels = levels(this.context);
		Set<String> names = new HashSet<>(former.keySet());
		names.addAll(this.levels.keySet());
		for (String name : names) {
			LogLevel level = this.levels.get(name);
			if (!Objects.equals(level, former.get(name))) {
				this.listener.accept(name, level);
			}
		}
	}

	/**
	 * Return the level of Spring Boot: the coarsest that lets through all that the one of
	 * Log4j does.
	 */
	private static LogLevel level(Level level) {
		if (level.intLevel() == Level.OFF.intLevel()) {
			return LogLevel.OFF;
		}
		for (LogLevel candidate : new LogLevel[] { LogLevel.FATAL, LogLevel.ERROR, LogLevel.WARN, LogLevel.INFO,
				LogLevel.DEBUG }) {
			if (level.intLevel() <= Level.valueOf(candidate.name()).intLevel()) {
				return candidate;
			}
		}
		return LogLevel.TRACE;
	}

}
