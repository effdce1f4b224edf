package io.appinfra.net.remote.log;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.remote.log.LogMessage.Level;

/**
 * Selects what a worker hands over of what it logs, and under which name: nothing of what
 * the web process has logged as well. Safe for use by many threads.
 */
final class LogSelection {

	private final Map<String, String> extended;

	private final LibraryLoggers libraries;

	private final Levels levels;

	/**
	 * Create a selection.
	 * @param extending classes of ours that log what the framework's do that they extend
	 * @param libraries the loggers of libraries
	 * @param levels the levels of this worker's loggers
	 */
	LogSelection(List<Class<?>> extending, LibraryLoggers libraries, Levels levels) {
		this.extended = extending.stream()
			.collect(Collectors.toMap(Class::getName, (type) -> type.getSuperclass().getName()));
		this.libraries = libraries;
		this.levels = levels;
	}

	/**
	 * Return the name under which an event is handed over.
	 * @param logger the name of the logger of the event
	 * @param level the level of the event
	 * @return the name of the logger, that of the framework's class where one of ours has
	 * logged; {@code null} if the event is not handed over
	 */
	@Nullable String name(String logger, Level level) {
		String extended = this.extended.get(logger);
		if (extended != null && !isOfInterest(extended, level)) {
			return null;
		}
		String name = (extended != null) ? extended : logger;
		return (this.libraries.isOwnWork(name, level) && !this.levels.isSet(name)) ? null : name;
	}

	/**
	 * What a class of the framework has to say about its own work, the web process has
	 * said.
	 */
	private boolean isOfInterest(String framework, Level level) {
		boolean ofOwnWork = level.compareTo(Level.WARN) < 0;
		return this.levels.isEnabled(framework, level) && (!ofOwnWork || this.levels.isEnabled(framework, Level.DEBUG));
	}

	/**
	 * The levels of loggers.
	 */
	interface Levels {

		/**
		 * Return whether a logger logs events of a level.
		 * @param logger the name of the logger
		 * @param level the level
		 * @return whether it does
		 */
		boolean isEnabled(String logger, Level level);

		/**
		 * Return whether a level was set for a logger: then somebody has asked for its
		 * events.
		 * @param logger the name of the logger
		 * @return whether it was
		 */
		boolean isSet(String logger);

	}

}
