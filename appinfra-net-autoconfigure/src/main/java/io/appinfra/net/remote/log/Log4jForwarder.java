package io.appinfra.net.remote.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.message.MapMessage;
import org.jspecify.annotations.Nullable;

/**
 * Replaces all appenders of the worker by one that hands over to the web process, so that
 * no two processes write to one file.
 */
final class Log4jForwarder extends AbstractAppender implements LogSelection.Levels {

	private static final String NAME = "appinfra-web";

	private final Consumer<LogMessage> web;

	private final LogSelection selection;

	private final LoggerContext context;

	Log4jForwarder(LoggerContext context, Consumer<LogMessage> web, List<Class<?>> extending,
			LibraryLoggers libraries) {
		super(NAME, null, null, true, Property.EMPTY_ARRAY);
		this.context = context;
		this.web = web;
		this.selection = new LogSelection(extending, libraries, this);
	}

	static void start(Consumer<LogMessage> web, List<Class<?>> extending, LibraryLoggers libraries) {
		if (LogManager.getContext(Log4jForwarder.class.getClassLoader(), false) instanceof LoggerContext context) {
			new Log4jForwarder(context, web, extending, libraries).replaceAppenders();
		}
	}

	void replaceAppenders() {
		start();
		Configuration configuration = this.context.getConfiguration();
		configuration.addAppender(this);
		LoggerConfig root = configuration.getRootLogger();
		root.addAppender(this, null, null);
		Stream.concat(Stream.of(root), configuration.getLoggers().values().stream())
			.distinct()
			.forEach(Log4jForwarder::removeOthers);
		this.context.updateLoggers();
	}

	private static void removeOthers(LoggerConfig logger) {
		List.copyOf(logger.getAppenders().keySet())
			.stream()
			.filter((name) -> !name.equals(NAME))
			.forEach(logger::removeAppender);
	}

	@Override
	public void append(LogEvent event) {
		LogMessage.Level level = level(event.getLevel());
		String logger = this.selection.name(event.getLoggerName(), level);
		if (logger != null) {
			this.web.accept(message(event, level, logger));
		}
	}

	@Override
	public boolean isEnabled(String logger, LogMessage.Level level) {
		return this.context.getLogger(logger).isEnabled(Level.valueOf(level.name()));
	}

	@Override
	public boolean isSet(String logger) {
		return !this.context.getConfiguration().getLoggerConfig(logger).getName().isEmpty();
	}

	private static LogMessage message(LogEvent event, LogMessage.Level level, String logger) {
		Instant time = Instant.ofEpochSecond(event.getInstant().getEpochSecond(), event.getInstant().getNanoOfSecond());
		return new LogMessage(time, level, ownLevel(event.getLevel()), logger, event.getThreadName(),
				LogValues.bounded(event.getMessage().getFormattedMessage()),
				LogValues.context(event.getContextData().toMap()), marks(event.getMarker()), pairs(event),
				LogValues.thrown(event.getThrown()));
	}

	private static LogMessage.Level level(Level level) {
		return switch (level.getStandardLevel()) {
			case OFF, FATAL, ERROR -> LogMessage.Level.ERROR;
			case WARN -> LogMessage.Level.WARN;
			case INFO -> LogMessage.Level.INFO;
			case DEBUG -> LogMessage.Level.DEBUG;
			case TRACE, ALL -> LogMessage.Level.TRACE;
		};
	}

	private static LogMessage.@Nullable OwnLevel ownLevel(Level level) {
		boolean known = Stream.of(LogMessage.Level.values()).anyMatch((one) -> one.name().equals(level.name()));
		return known ? null : new LogMessage.OwnLevel(level.name(), level.intLevel());
	}

	private static List<LogMessage.Mark> marks(@Nullable Marker marker) {
		return (marker != null) ? List.of(mark(marker, 0)) : List.of();
	}

	private static LogMessage.Mark mark(Marker marker, int depth) {
		Marker[] parents = marker.getParents();
		List<LogMessage.Mark> references = (parents != null && depth < LogValues.MOST_MARKERS)
				? Stream.of(parents).map((parent) -> mark(parent, depth + 1)).toList() : List.of();
		return new LogMessage.Mark(LogValues.bounded(marker.getName()), references);
	}

	private static List<LogMessage.Pair> pairs(LogEvent event) {
		List<LogMessage.Pair> pairs = new ArrayList<>();
		if (event.getMessage() instanceof MapMessage<?, ?> message) {
			Map<String, ?> data = message.getData();
			data.forEach((key, value) -> pairs.add(new LogMessage.Pair(key, LogValues.plain(value))));
		}
		return pairs;
	}

}
