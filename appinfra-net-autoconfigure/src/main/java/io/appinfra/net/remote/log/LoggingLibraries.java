package io.appinfra.net.remote.log;

import org.springframework.util.ClassUtils;

/**
 * The logging libraries on the class path that need code of their own here. Several may
 * be there, of which one is in use.
 */
final class LoggingLibraries {

	static final boolean LOGBACK = isPresent("ch.qos.logback.classic.LoggerContext");

	static final boolean LOG4J = isPresent("org.apache.logging.log4j.core.LoggerContext");

	private LoggingLibraries() {
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, LoggingLibraries.class.getClassLoader());
	}

}
