package io.appinfra.net.remote.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Replaces all appenders of the worker by one that hands over to the web process, so that
 * no two processes write to one file.
 */
final class LogbackForwarder extends AppenderBase<ILoggingEvent> implements LogSelection.Levels {

	private final Consumer<LogMessage> web;

	private final LogSelection selection;

	LogbackForwarder(Consumer<LogMessage> web, List<Class<?>> extending, LibraryLoggers libraries) {
		this.web = web;
		this.selection = new LogSelection(extending, libraries, this);
	}

	/**
	 * Let Logback begin without the application's configuration. Where it is on the class
	 * path but not in use, another logging system is chosen, and stays so.
	 */
	static void prepare() {
		WorkerLogConfigurator.prepare();
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext) {
			System.setProperty(LoggingSystem.SYSTEM_PROPERTY, WorkerLoggingSystem.class.getName());
		}
	}

	static void start(Consumer<LogMessage> web, List<Class<?>> extending, LibraryLoggers libraries) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.getLoggerList().forEach(Logger::detachAndStopAllAppenders);
			LogbackForwarder forwarder = new LogbackForwarder(web, extending, libraries);
			forwarder.setContext(context);
			forwarder.start();
			context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(forwarder);
		}
	}

	@Override
	public boolean isEnabled(String logger, LogMessage.Level level) {
		return ((LoggerContext) getContext()).getLogger(logger).isEnabledFor(Level.valueOf(level.name()));
	}

	@Override
	protected void append(ILoggingEvent event) {
		LogMessage.Level level = LogMessage.Level.valueOf(event.getLevel().toString());
		String logger = this.selection.name(event.getLoggerName(), level);
		if (logger != null) {
			this.web.accept(message(event, level, logger));
		}
	}

	@Override
	public boolean isSet(String name) {
		LoggerContext context = (LoggerContext) getContext();
		for (String at = name; !at.isEmpty(); at = at.substring(0, Math.max(at.lastIndexOf('.'), 0))) {
			Logger logger = context.exists(at);
			if (logger != null && logger.getLevel() != null) {
				return true;
			}
		}
		return false;
	}

	private static LogMessage message(ILoggingEvent event, LogMessage.Level level, String logger) {
		return new LogMessage(event.getInstant(), level, null, logger, event.getThreadName(),
				LogValues.bounded(event.getFormattedMessage()), LogValues.context(event.getMDCPropertyMap()),
				marks(event.getMarkerList(), 0), pairs(event), thrown(event.getThrowableProxy(), 0));
	}

	private static List<LogMessage.Mark> marks(@Nullable List<Marker> markers, int depth) {
		if (markers == null || depth == LogValues.MOST_MARKERS) {
			return List.of();
		}
		return markers.stream()
			.filter((marker) -> !StructuredFields.isWrittenBy(marker))
			.map((marker) -> mark(marker, depth))
			.toList();
	}

	@SuppressWarnings("deprecation")
	private static LogMessage.Mark mark(Marker marker, int depth) {
		List<Marker> references = new ArrayList<>();
		marker.iterator().forEachRemaining(references::add);
		return new LogMessage.Mark(LogValues.bounded(marker.getName()), marks(references, depth + 1));
	}

	private static List<LogMessage.Pair> pairs(ILoggingEvent event) {
		List<LogMessage.Pair> pairs = new ArrayList<>(StructuredFields.of(event));
		List<KeyValuePair> own = event.getKeyValuePairs();
		if (own != null) {
			own.forEach(
					(pair) -> pairs.add(new LogMessage.Pair(String.valueOf(pair.key), LogValues.plain(pair.value))));
		}
		return pairs;
	}

	private static LogMessage.@Nullable Thrown thrown(@Nullable IThrowableProxy proxy, int depth) {
		if (proxy == null || proxy.isCyclic() || depth == LogValues.MOST_CAUSES) {
			return null;
		}
		List<LogMessage.Call> stack = Stream.of(proxy.getStackTraceElementProxyArray())
			.map(StackTraceElementProxy::getStackTraceElement)
			.map((call) -> new LogMessage.Call(call.getClassName(), call.getMethodName(), call.getFileName(),
					call.getLineNumber()))
			.toList();
		String message = (proxy.getMessage() != null) ? LogValues.bounded(proxy.getMessage()) : null;
		List<LogMessage.Thrown> suppressed = Stream.of(proxy.getSuppressed())
			.map((other) -> thrown(other, depth + 1))
			.filter(Objects::nonNull)
			.toList();
		return new LogMessage.Thrown(proxy.getClassName(), message, stack, thrown(proxy.getCause(), depth + 1),
				suppressed);
	}

}
