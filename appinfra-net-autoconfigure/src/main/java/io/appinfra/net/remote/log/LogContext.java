package io.appinfra.net.remote.log;

import java.util.Map;

import org.slf4j.MDC;

import org.springframework.util.ClassUtils;

/**
 * The diagnostic context of what is logged in one of our threads, where there is SLF4J.
 */
final class LogContext {

	private static final boolean slf4j = ClassUtils.isPresent("org.slf4j.MDC", LogContext.class.getClassLoader());

	private LogContext() {
	}

	/**
	 * Do something that logs.
	 * @param context the context, which ends with it
	 * @param action what to do
	 */
	static void with(Map<String, String> context, Runnable action) {
		if (slf4j) {
			Slf4j.with(context, action);
		}
		else {
			action.run();
		}
	}

	private static final class Slf4j {

		static void with(Map<String, String> context, Runnable action) {
			MDC.setContextMap(context);
			try {
				action.run();
			}
			finally {
				MDC.clear();
			}
		}

	}

}
