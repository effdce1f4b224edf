package io.appinfra.net.worker;

import java.util.function.Consumer;

import org.springframework.util.ClassUtils;

import io.appinfra.net.channel.LogMessage;

/**
 * Lets the web process log what this worker logs. Where the logging system is another
 * than Logback, the worker logs to its standard output as configured, and the web process
 * logs the lines.
 */
final class LogForwarding {

	private static final boolean logback = ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext",
			LogForwarding.class.getClassLoader());

	private LogForwarding() {
	}

	/**
	 * Let nothing be read that configures the logging of the web process. Comes before
	 * the first logger.
	 */
	static void prepare() {
		System.setProperty("log4j2.configurationFile", "classpath:io/appinfra/net/worker/log4j2.xml");
		if (logback) {
			LogbackForwarder.prepare();
		}
	}

	/**
	 * Begin to hand over.
	 * @param web takes what is logged
	 */
	static void start(Consumer<LogMessage> web) {
		if (logback) {
			LogbackForwarder.start(web);
		}
	}

}
