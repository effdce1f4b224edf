package io.appinfra.net.remote.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Replaces all appenders of the worker by one that hands over to the web process, so that
 * no two processes write to one file.
 */
final class LogbackForwarder extends AppenderBase<ILoggingEvent> {

	/**
	 * The longest text that is handed over, in characters.
	 */
	private static final int LONGEST = 64 * 1024;

	private static final int MOST_CAUSES = 100;

	private final Consumer<LogMessage> web;

	private LogbackForwarder(Consumer<LogMessage> web) {
		this.web = web;
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

	static void start(Consumer<LogMessage> web) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.getLoggerList().forEach(Logger::detachAndStopAllAppenders);
			LogbackForwarder forwarder = new LogbackForwarder(web);
			forwarder.setContext(context);
			forwarder.start();
			context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(forwarder);
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.web.accept(new LogMessage(event.getInstant(), LogMessage.Level.valueOf(event.getLevel().toString()),
				event.getLoggerName(), event.getThreadName(), bounded(event.getFormattedMessage()), context(event),
				thrown(event.getThrowableProxy(), 0)));
	}

	private static Map<String, String> context(ILoggingEvent event) {
		Map<String, String> context = new HashMap<>();
		event.getMDCPropertyMap().forEach((key, value) -> context.put(key, bounded(value)));
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			pairs.forEach((pair) -> context.put(pair.key, bounded(String.valueOf(pair.value))));
		}
		return context;
	}

	private static String bounded(@Nullable String text) {
		String all = String.valueOf(text);
		return (all.length() > LONGEST) ? all.substring(0, LONGEST) + "… (%d characters in all)".formatted(all.length())
				: all;
	}

	private static LogMessage.@Nullable Thrown thrown(@Nullable IThrowableProxy proxy, int depth) {
		if (proxy == null || proxy.isCyclic() || depth == MOST_CAUSES) {
			return null;
		}
		List<LogMessage.Call> stack = Stream.of(proxy.getStackTraceElementProxyArray())
			.map(StackTraceElementProxy::getStackTraceElement)
			.map((call) -> new LogMessage.Call(call.getClassName(), call.getMethodName(), call.getFileName(),
					call.getLineNumber()))
			.toList();
		String message = (proxy.getMessage() != null) ? bounded(proxy.getMessage()) : null;
		List<LogMessage.Thrown> suppressed = Stream.of(proxy.getSuppressed())
			.map((other) -> thrown(other, depth + 1))
			.filter(Objects::nonNull)
			.toList();
		return new LogMessage.Thrown(proxy.getClassName(), message, stack, thrown(proxy.getCause(), depth + 1),
				suppressed);
	}

}
