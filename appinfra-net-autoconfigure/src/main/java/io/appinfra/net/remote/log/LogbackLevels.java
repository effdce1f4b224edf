package io.appinfra.net.remote.log;

import java.util.function.BiConsumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.boot.logging.LogLevel;

/**
 * Listens to changes of levels in Logback.
 */
final class LogbackLevels implements LoggerContextListener {

	private final BiConsumer<String, @Nullable LogLevel> listener;

	private LogbackLevels(BiConsumer<String, @Nullable LogLevel> listener) {
		this.listener = listener;
	}

	/**
	 * Begin to listen.
	 * @param listener is given the name of a logger and its new level, {@code null} for
	 * that of its parent
	 * @return ends it
	 */
	static Runnable listen(BiConsumer<String, @Nullable LogLevel> listener) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			LogbackLevels levels = new LogbackLevels(listener);
			context.addListener(levels);
			return () -> context.removeListener(levels);
		}
		return () -> {
		};
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * What is given here is the effective level; the one that was set can be none.
	 */
	@Override
	public void onLevelChange(Logger logger, Level level) {
		Level set = logger.getLevel();
		this.listener.accept(logger.getName(), (set != null) ? level(set) : null);
	}

	/**
	 * Return the level of Spring Boot: the coarsest that lets through all that the one of
	 * Logback does.
	 */
	private static LogLevel level(Level level) {
		return switch (level.levelInt) {
			case Level.OFF_INT -> LogLevel.OFF;
			case Level.ERROR_INT -> LogLevel.ERROR;
			case Level.WARN_INT -> LogLevel.WARN;
			case Level.INFO_INT -> LogLevel.INFO;
			case Level.DEBUG_INT -> LogLevel.DEBUG;
			default -> LogLevel.TRACE;
		};
	}

	@Override
	public boolean isResetResistant() {
		return true;
	}

	@Override
	public void onStart(LoggerContext context) {
	}

	@Override
	public void onReset(LoggerContext context) {
	}

	@Override
	public void onStop(LoggerContext context) {
	}

}
