package io.appinfra.net.worker;

import java.util.List;
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

import io.appinfra.net.channel.LogMessage;

/**
 * Replaces all appenders of the worker by one that hands over to the web process, so that
 * no two processes write to one file.
 */
final class LogbackForwarder extends AppenderBase<ILoggingEvent> {

	private final Consumer<LogMessage> web;

	private LogbackForwarder(Consumer<LogMessage> web) {
		this.web = web;
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
		this.web.accept(new LogMessage(LogMessage.Level.valueOf(event.getLevel().toString()), event.getLoggerName(),
				event.getThreadName(), event.getFormattedMessage(), thrown(event.getThrowableProxy())));
	}

	private static LogMessage.@Nullable Thrown thrown(@Nullable IThrowableProxy proxy) {
		if (proxy == null || proxy.isCyclic()) {
			return null;
		}
		List<LogMessage.Call> stack = Stream.of(proxy.getStackTraceElementProxyArray())
			.map(StackTraceElementProxy::getStackTraceElement)
			.map((call) -> new LogMessage.Call(call.getClassName(), call.getMethodName(), call.getFileName(),
					call.getLineNumber()))
			.toList();
		return new LogMessage.Thrown(proxy.getClassName(), proxy.getMessage(), stack, thrown(proxy.getCause()));
	}

}
