package io.appinfra.net.supervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

import io.appinfra.net.channel.LogLevel;

/**
 * The levels that loggers of this process have been given since the workers were started,
 * which the workers are to have as well. Known with Logback; with other systems there are
 * none. Safe for use by many threads.
 */
final class LogLevels {

	private static final boolean logback = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			LogLevels.class.getClassLoader());

	private final Map<String, LogLevel> changed = new LinkedHashMap<>();

	private final Consumer<LogLevel> listener;

	private Runnable stop = () -> {
	};

	/**
	 * Create the levels.
	 * @param listener is told of each change
	 */
	LogLevels(Consumer<LogLevel> listener) {
		this.listener = listener;
	}

	void start() {
		if (logback) {
			this.stop = LogbackLevels.listen(this::change);
		}
	}

	void stop() {
		this.stop.run();
	}

	/**
	 * Return what has changed until now.
	 * @return the newest level of each logger
	 */
	synchronized List<LogLevel> changed() {
		return new ArrayList<>(this.changed.values());
	}

	private void change(String logger, @Nullable String level) {
		LogLevel change = new LogLevel(logger, level);
		synchronized (this) {
			this.changed.put(logger, change);
		}
		this.listener.accept(change);
	}

}
