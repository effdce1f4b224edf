package io.appinfra.net.http.servlet;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.util.pattern.PathPattern;

import io.appinfra.net.http.registration.RegisteredHandlers;
import io.appinfra.net.http.routing.PathPatterns;

/**
 * Warns of each interceptor of the application that would be around the path of a handler
 * if a controller had it, and is not: it may be meant to guard the path.
 */
public final class InterceptorCheck implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(InterceptorCheck.class);

	/**
	 * What Spring MVC and {@code spring.jpa.open-in-view} add by themselves.
	 */
	private static final Set<String> HARMLESS = Set.of(
			"org.springframework.web.servlet.handler.ConversionServiceExposingInterceptor",
			"org.springframework.web.servlet.resource.ResourceUrlProviderExposingInterceptor",
			"org.springframework.web.servlet.handler.WebRequestHandlerInterceptorAdapter");

	private final RegisteredHandlers handlers;

	private final Supplier<List<HandlerInterceptor>> interceptors;

	/**
	 * Create a check.
	 * @param handlers the handlers
	 * @param interceptors the interceptors of controllers, none if there are no
	 * controllers
	 */
	public InterceptorCheck(RegisteredHandlers handlers, Supplier<List<HandlerInterceptor>> interceptors) {
		this.handlers = handlers;
		this.interceptors = interceptors;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.handlers.size() > 0) {
			this.interceptors.get().forEach(this::check);
		}
	}

	private void check(HandlerInterceptor interceptor) {
		Class<?> type = ((interceptor instanceof MappedInterceptor mapped) ? mapped.getInterceptor() : interceptor)
			.getClass();
		if (HARMLESS.contains(type.getName())) {
			return;
		}
		Set<String> paths = new TreeSet<>();
		this.handlers.definitions()
			.stream()
			.flatMap((definition) -> definition.patterns().stream())
			.filter((pattern) -> isAround(interceptor, pattern))
			.forEach((pattern) -> paths.add(pattern.getPatternString()));
		if (!paths.isEmpty()) {
			logger.warn(
					"Interceptor %s is around controllers alone: it does not guard the handlers at %s. If it has to, use a servlet filter or Spring Security."
						.formatted(type.getName(), paths));
		}
	}

	private static boolean isAround(HandlerInterceptor interceptor, PathPattern pattern) {
		if (!(interceptor instanceof MappedInterceptor mapped)) {
			return true;
		}
		String[] included = mapped.getIncludePathPatterns();
		PathContainer path = PathContainer.parsePath(pattern.getPatternString());
		return (included == null || patterns(included).anyMatch((other) -> mayCover(other, pattern, path)))
				&& patterns(mapped.getExcludePathPatterns()).noneMatch((other) -> other.matches(path));
	}

	private static boolean mayCover(PathPattern included, PathPattern pattern, PathContainer path) {
		return pattern.hasPatternSyntax() ? PathPatterns.mayMeet(included, pattern) : included.matches(path);
	}

	private static Stream<PathPattern> patterns(String @Nullable [] patterns) {
		return (patterns != null) ? Stream.of(patterns).map(PathPatterns::parse) : Stream.empty();
	}

}
