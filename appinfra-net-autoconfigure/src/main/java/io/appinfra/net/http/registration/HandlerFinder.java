package io.appinfra.net.http.registration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.pattern.PathPattern;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.limits.HandlerLimits;
import io.appinfra.net.http.routing.PathPatterns;

/**
 * Finds the handlers among the bean definitions, and everything that is wrong with them.
 */
class HandlerFinder {

	private static final String PROPERTIES = "appinfra.net.handlers.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final HandlerConfiguration configuration;

	private final Map<String, HandlerSettings> settings = new HashMap<>();

	private final List<HandlerKind> kinds;

	private final HandlerProblems problems;

	private final Routes routes;

	private final Map<String, String> ownersByPattern = new LinkedHashMap<>();

	HandlerFinder(ConfigurableListableBeanFactory beanFactory, HandlerConfiguration configuration,
			List<HandlerKind> kinds, HandlerProblems problems) {
		this.beanFactory = beanFactory;
		this.configuration = configuration;
		this.kinds = kinds;
		this.problems = problems;
		this.routes = new Routes(beanFactory);
	}

	List<HandlerDefinition> find() {
		Map<String, HandlerKind> handlers = handlers();
		this.configuration.findUnknown(handlers.keySet(),
				(problem) -> this.problems.add(problem + ".", "Correct the property, or remove it."));
		List<HandlerDefinition> definitions = new ArrayList<>();
		handlers.forEach((name, kind) -> {
			if (settings(name).enabled() && !isLeftAlone(name, kind)) {
				this.problems.checkSingleton(this.beanFactory, name, "Handler '%s'".formatted(name), "answers");
				checkLimits(name, settings(name).limits());
				definitions.add(new HandlerDefinition(name, kind, patterns(name), settings(name).limits()));
			}
		});
		return List.copyOf(definitions);
	}

	private Map<String, HandlerKind> handlers() {
		Map<String, HandlerKind> handlers = new LinkedHashMap<>();
		for (HandlerKind kind : this.kinds) {
			for (String name : this.beanFactory.getBeanNamesForType(kind.type(), true, false)) {
				if (!ScopedProxyUtils.isScopedTarget(name)) {
					checkSingleKind(name, kind, handlers.putIfAbsent(name, kind));
				}
			}
		}
		return handlers;
	}

	private void checkSingleKind(String name, HandlerKind kind, @Nullable HandlerKind other) {
		if (other != null && settings(name).enabled()) {
			this.problems.add(
					"Handler '%s' (%s) is both a %s and a %s.".formatted(name, typeName(name),
							other.type().getSimpleName(), kind.type().getSimpleName()),
					"Make two beans of '%s', with a path each.".formatted(name));
		}
	}

	private boolean isLeftAlone(String name, HandlerKind kind) {
		return kind.mayHaveNoPath(this.beanFactory) && paths(name).isEmpty();
	}

	private List<PathPattern> patterns(String name) {
		List<PathPattern> patterns = new ArrayList<>();
		Set<String> paths = paths(name);
		if (paths.isEmpty()) {
			this.problems.add("Handler '%s' (%s) has no path.".formatted(name, typeName(name)),
					"Add @Route to the class or the @Bean method of '%s', or set '%s%s.path'.".formatted(name,
							PROPERTIES, name));
		}
		for (String path : paths) {
			PathPattern pattern = this.problems.parse(path, "handler '%s'".formatted(name),
					"its @Route or '%s%s.path'".formatted(PROPERTIES, name));
			if (pattern != null) {
				checkUnique(name, pattern);
				patterns.add(pattern);
			}
		}
		return List.copyOf(patterns);
	}

	private Set<String> paths(String name) {
		List<String> configured = settings(name).path();
		return configured.isEmpty() ? this.routes.of(name) : new LinkedHashSet<>(configured);
	}

	private void checkUnique(String name, PathPattern pattern) {
		String owner = this.ownersByPattern.putIfAbsent(PathPatterns.withoutNames(pattern),
				"'%s' of handler '%s'".formatted(pattern, name));
		if (owner != null) {
			this.problems.add("Path '%s' of handler '%s' is the same as %s.".formatted(pattern, name, owner),
					"Give '%s' another path with @Route or '%s%s.path', or leave it out with '%s%s.enabled=false'."
						.formatted(name, PROPERTIES, name, PROPERTIES, name));
		}
	}

	private void checkLimits(String name, HandlerLimits limits) {
		checkPositive(name, "max-concurrent", limits.maxConcurrent() == null || limits.maxConcurrent() > 0);
		checkPositive(name, "read-timeout", isPositive(limits.readTimeout()));
		checkPositive(name, "timeout", isPositive(limits.timeout()));
	}

	private static boolean isPositive(@Nullable Duration duration) {
		return duration == null || duration.compareTo(Duration.ZERO) > 0;
	}

	private void checkPositive(String name, String property, boolean positive) {
		if (!positive) {
			this.problems.add(
					"'%s' of handler '%s' is zero, so that it could not answer any request.".formatted(property, name),
					"Set '%s%s.%s' or 'appinfra.net.handler-defaults.%s' to more than zero, or to -1 for no limit."
						.formatted(PROPERTIES, name, property, property));
		}
	}

	private HandlerSettings settings(String name) {
		return this.settings.computeIfAbsent(name, (key) -> this.configuration.get(key, (problem) -> this.problems
			.add("Handler '%s' %s.".formatted(key, problem), "Correct the property of '%s'.".formatted(key))));
	}

	private String typeName(String name) {
		Class<?> type = this.beanFactory.getType(name, false);
		return ClassUtils.getUserClass((type != null) ? type : RequestHandler.class).getName();
	}

}
