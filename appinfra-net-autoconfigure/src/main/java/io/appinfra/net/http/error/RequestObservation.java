package io.appinfra.net.http.error;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Adds to the observation of a request what only its handler knows.
 */
public interface RequestObservation {

	RequestObservation NO_OP = new RequestObservation() {
	};

	default void pattern(HttpServletRequest request, PathPattern pattern) {
	}

	default void error(HttpServletRequest request, Throwable failure) {
	}

	static RequestObservation create(@Nullable ClassLoader classLoader) {
		boolean present = ClassUtils.isPresent("io.micrometer.observation.Observation", classLoader);
		return present ? new ServerHttpRequestObservation() : NO_OP;
	}

}
