package io.appinfra.net.remote.log;

import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Logs with Logback what a worker has logged, as the worker has: with its time, its
 * thread and the class of what was thrown.
 */
final class LogbackEvents {

	private static final StackTraceElement[] NO_CALLER = new StackTraceElement[0];

	private LogbackEvents() {
	}

	/**
	 * Log a message.
	 * @param message what a worker has logged
	 * @param text the message to log
	 * @param context the diagnostic context
	 * @return whether there is Logback
	 */
	static boolean log(LogMessage message, String text, Map<String, String> context) {
		if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers)) {
			return false;
		}
		Logger logger = loggers.getLogger(message.logger());
		Level level = Level.valueOf(message.level().name());
		if (logger.isEnabledFor(level)) {
			logger.callAppenders(event(logger, level, message, text, context));
		}
		return true;
	}

	private static LoggingEvent event(Logger logger, Level level, LogMessage message, String text,
			Map<String, String> context) {
		LoggingEvent event = new LoggingEvent(LogbackEvents.class.getName(), logger, level, text, null, null);
		event.setInstant(message.time());
		event.setThreadName(message.thread());
		event.setMDCPropertyMap(context);
		event.setCallerData(NO_CALLER);
		message.markers().forEach((mark) -> event.addMarker(marker(mark)));
		message.pairs().forEach((pair) -> event.addKeyValuePair(new KeyValuePair(pair.key(), pair.value())));
		WorkerThrowable thrown = WorkerThrowable.of(message.thrown());
		if (thrown != null) {
			event.setThrowableProxy(new Thrown(thrown));
		}
		return event;
	}

	/**
	 * Return the marker of that name, which all share. One that contains others has been
	 * put together by the worker, and is not shared.
	 */
	@SuppressWarnings("deprecation")
	private static Marker marker(LogMessage.Mark mark) {
		if (mark.references().isEmpty()) {
			return MarkerFactory.getMarker(mark.name());
		}
		Marker marker = MarkerFactory.getDetachedMarker(mark.name());
		mark.references().forEach((reference) -> marker.add(marker(reference)));
		return marker;
	}

	/**
	 * Shows the class that was thrown in the worker, which this process may not have.
	 */
	private static final class Thrown extends ThrowableProxy {

		private final WorkerThrowable throwable;

		private Thrown(WorkerThrowable throwable) {
			super(throwable);
			this.throwable = throwable;
		}

		@Override
		public String getClassName() {
			return this.throwable.type();
		}

	}

}
