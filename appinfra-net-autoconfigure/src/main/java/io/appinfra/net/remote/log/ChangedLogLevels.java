package io.appinfra.net.remote.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;

/**
 * The levels that loggers of the web process have been given since the workers were
 * started, which the workers are to have as well. Known with Logback and Log4j; with
 * other systems there are none. Safe for use by many threads.
 */
public final class ChangedLogLevels {

	private final Map<String, LoggerLevel> changed = new LinkedHashMap<>();

	private final Consumer<LoggerLevel> listener;

	private final List<Runnable> stops = new ArrayList<>();

	/**
	 * Create the levels.
	 * @param listener is notified of each change
	 */
	public ChangedLogLevels(Consumer<LoggerLevel> listener) {
		this.listener = listener;
	}

	/**
	 * Listen from now on.
	 */
	public void start() {
		if (LoggingLibraries.LOGBACK) {
			this.stops.add(LogbackLevels.listen(this::change));
		}
		if (LoggingLibraries.LOG4J) {
			this.stops.add(Log4jLevels.listen(this::change));
		}
	}

	/**
	 * Listen no more.
	 */
	public void stop() {
		this.stops.forEach(Runnable::run);
		this.stops.clear();
	}

	/**
	 * Return what has changed until now.
	 * @return the newest level of each logger
	 */
	public synchronized List<LoggerLevel> changed() {
		return new ArrayList<>(this.changed.values());
	}

	private void change(String logger, @Nullable LogLevel level) {
		LoggerLevel change = new LoggerLevel(logger, level);
		synchronized (this) {
			this.changed.put(logger, change);
		}
		this.listener.accept(change);
	}

}
