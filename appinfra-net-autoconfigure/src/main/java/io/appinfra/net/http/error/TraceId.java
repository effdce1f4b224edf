package io.appinfra.net.http.error;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.util.ClassUtils;

/**
 * The id of the current trace, where tracing puts one into the logging context.
 */
final class TraceId {

	private static final boolean MDC_PRESENT = ClassUtils.isPresent("org.slf4j.MDC", TraceId.class.getClassLoader());

	private TraceId() {
	}

	static @Nullable String current() {
		return MDC_PRESENT ? LoggingContext.traceId() : null;
	}

	private static final class LoggingContext {

		static @Nullable String traceId() {
			return MDC.get("traceId");
		}

	}

}
