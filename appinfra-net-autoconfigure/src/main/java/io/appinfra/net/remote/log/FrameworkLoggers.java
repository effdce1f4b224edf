package io.appinfra.net.remote.log;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.log.LogMessage.Level;

/**
 * The loggers of classes of ours that extend classes of the framework: what these log
 * appears under the name of one of ours. Safe for use by many threads.
 */
final class FrameworkLoggers {

	private final Map<String, String> extended;

	private final BiPredicate<String, Level> enabled;

	/**
	 * Create the loggers.
	 * @param extending the classes of ours
	 * @param enabled whether a logger logs a level
	 */
	FrameworkLoggers(List<Class<?>> extending, BiPredicate<String, Level> enabled) {
		this.extended = extending.stream()
			.collect(Collectors.toMap(Class::getName, (type) -> type.getSuperclass().getName()));
		this.enabled = enabled;
	}

	/**
	 * Return the name under which an event is wanted. What a class of the framework has
	 * to say about its own work, the web process has said.
	 * @param logger the name of the logger of the event
	 * @param level the level of the event
	 * @return the name of the logger, {@code null} if the event is not wanted
	 */
	@Nullable String wanted(String logger, Level level) {
		String extended = this.extended.get(logger);
		if (extended == null) {
			return logger;
		}
		boolean ofOwnWork = level.compareTo(Level.WARN) < 0;
		boolean wanted = this.enabled.test(extended, level) && (!ofOwnWork || this.enabled.test(extended, Level.DEBUG));
		return wanted ? extended : null;
	}

}
