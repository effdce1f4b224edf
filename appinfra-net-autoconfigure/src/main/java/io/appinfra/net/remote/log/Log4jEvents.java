package io.appinfra.net.remote.log;

import java.util.Map;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * What workers log, as events of Log4j. A pair is in the diagnostic context, where Log4j
 * has the pairs of SLF4J, too.
 */
final class Log4jEvents {

	private Log4jEvents() {
	}

	/**
	 * Log a message.
	 * @param message what a worker has logged
	 * @param text the message to log
	 * @param context the diagnostic context
	 * @return whether there is Log4j
	 */
	static boolean log(LogMessage message, String text, Map<String, String> context) {
		if (!(LogManager.getContext(Log4jEvents.class.getClassLoader(), false) instanceof LoggerContext loggers)) {
			return false;
		}
		log(loggers.getLogger(message.logger()), message, text, context);
		return true;
	}

	static void log(Logger logger, LogMessage message, String text, Map<String, String> context) {
		Level level = level(message);
		Marker marker = message.markers().isEmpty() ? null : marker(message.markers().get(0));
		if (logger.isEnabled(level, marker)) {
			logger.get().log(event(level, marker, message, text, context));
		}
	}

	private static Level level(LogMessage message) {
		LogMessage.OwnLevel own = message.ownLevel();
		return (own != null) ? Level.forName(own.name(), own.rank()) : Level.valueOf(message.level().name());
	}

	private static LogEvent event(Level level, @Nullable Marker marker, LogMessage message, String text,
			Map<String, String> context) {
		MutableInstant time = new MutableInstant();
		time.initFromEpochSecond(message.time().getEpochSecond(), message.time().getNano());
		StringMap data = ContextDataFactory.createContextData(context.size());
		message.pairs().forEach((pair) -> data.putValue(pair.key(), pair.value()));
		context.forEach(data::putValue);
		return Log4jLogEvent.newBuilder()
			.setLoggerName(message.logger())
			.setLoggerFqcn(Log4jEvents.class.getName())
			.setLevel(level)
			.setMarker(marker)
			.setMessage(new SimpleMessage(text))
			.setThrown(WorkerThrowable.of(message.thrown()))
			.setThreadName(message.thread())
			.setInstant(time)
			.setContextData(data)
			.setIncludeLocation(false)
			.build();
	}

	/**
	 * Return the marker of that name, which all share. One that has parents has been put
	 * together by the worker, and is not shared.
	 */
	private static Marker marker(LogMessage.Mark mark) {
		if (mark.references().isEmpty()) {
			return MarkerManager.getMarker(mark.name());
		}
		return new MarkerManager.Log4jMarker(mark.name())
			.setParents(mark.references().stream().map(Log4jEvents::marker).toArray(Marker[]::new));
	}

}
