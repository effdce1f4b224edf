package io.appinfra.net.services;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * The loggers of what workers log while they start.
 */
class StartLog extends AppenderBase<ILoggingEvent> {

	private final List<String> loggers = new CopyOnWriteArrayList<>();

	void begin() {
		start();
		root().addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getMDCPropertyMap().containsKey("worker") && event.getThreadName().equals("main")) {
			this.loggers.add(event.getLoggerName());
		}
	}

	List<String> loggers() {
		return this.loggers;
	}

	void end() {
		root().detachAppender(this);
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

}
