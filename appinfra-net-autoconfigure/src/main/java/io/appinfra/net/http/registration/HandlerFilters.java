package io.appinfra.net.http.registration;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;

import io.appinfra.net.http.Route;

/**
 * The {@link HandlerFilterFunction} beans, in their order, around handlers: those with a
 * {@link Route} around the requests that it matches, the others around all.
 */
public final class HandlerFilters {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<String, List<PathPattern>> patterns = new LinkedHashMap<>();

	/**
	 * Find the filters. None is instantiated for it.
	 * @param beanFactory the factory that defines the filters
	 * @param problems receives what is wrong with them
	 */
	HandlerFilters(ConfigurableListableBeanFactory beanFactory, HandlerProblems problems) {
		this.beanFactory = beanFactory;
		Routes routes = new Routes(beanFactory);
		for (String name : beanFactory.getBeanNamesForType(HandlerFilterFunction.class, true, false)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				problems.checkSingleton(beanFactory, name, "Filter '%s'".formatted(name), "is around");
				this.patterns.put(name, patterns(name, routes, problems));
			}
		}
	}

	private static List<PathPattern> patterns(String name, Routes routes, HandlerProblems problems) {
		List<PathPattern> patterns = new ArrayList<>();
		for (String path : routes.of(name)) {
			PathPattern pattern = problems.parse(path, "filter '%s'".formatted(name), "its @Route");
			if (pattern != null) {
				patterns.add(pattern);
			}
		}
		return patterns;
	}

	/**
	 * Put the filters around a handler. They are instantiated now.
	 * @param function the handler
	 * @return the handler with all filters, of which each looks whether a request matches
	 */
	public HandlerFunction<ServerResponse> around(HandlerFunction<ServerResponse> function) {
		List<HandlerFilterFunction<ServerResponse, ServerResponse>> filters = ordered();
		HandlerFunction<ServerResponse> result = function;
		for (int i = filters.size() - 1; i >= 0; i--) {
			result = filters.get(i).apply(result);
		}
		return result;
	}

	/**
	 * Return the filters in order. What is no singleton is the target of a proxy here.
	 */
	private List<HandlerFilterFunction<ServerResponse, ServerResponse>> ordered() {
		Map<Object, String> names = new IdentityHashMap<>();
		this.patterns.keySet().forEach((name) -> names.put(this.beanFactory.getBean(name), name));
		return this.beanFactory.getBeanProvider(HandlerFilterFunction.class)
			.orderedStream((type) -> true, false)
			.map((filter) -> routed(filter, this.patterns.getOrDefault(names.get(filter), List.of())))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static HandlerFilterFunction<ServerResponse, ServerResponse> routed(HandlerFilterFunction<?, ?> bean,
			List<PathPattern> patterns) {
		HandlerFilterFunction<ServerResponse, ServerResponse> filter = (HandlerFilterFunction<ServerResponse, ServerResponse>) bean;
		if (patterns.isEmpty()) {
			return filter;
		}
		return (request, next) -> {
			PathContainer path = request.requestPath().pathWithinApplication();
			boolean matches = patterns.stream().anyMatch((pattern) -> pattern.matches(path));
			return matches ? filter.filter(request, next) : next.handle(request);
		};
	}

}
