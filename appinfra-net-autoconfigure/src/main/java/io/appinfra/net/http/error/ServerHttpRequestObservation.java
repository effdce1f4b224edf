package io.appinfra.net.http.error;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The observation that {@link ServerHttpObservationFilter} makes of a request.
 */
class ServerHttpRequestObservation implements RequestObservation {

	@Override
	public void pattern(HttpServletRequest request, PathPattern pattern) {
		ServerRequestObservationContext context = find(request);
		if (context != null) {
			context.setPathPattern(pattern.getPatternString());
		}
	}

	@Override
	public void error(HttpServletRequest request, Throwable failure) {
		ServerRequestObservationContext context = find(request);
		if (context != null) {
			context.setError(failure);
		}
	}

	private static @Nullable ServerRequestObservationContext find(HttpServletRequest request) {
		return ServerHttpObservationFilter.findObservationContext(request).orElse(null);
	}

}
