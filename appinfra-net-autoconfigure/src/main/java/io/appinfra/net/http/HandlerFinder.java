package io.appinfra.net.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Finds the handlers among the bean definitions, and everything that is wrong with them.
 */
class HandlerFinder {

	private static final String PROPERTIES = "appinfra.net.handlers.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<String, HandlerSettings> settings;

	private final HandlerProblems problems = new HandlerProblems();

	private final Map<String, String> ownersByPattern = new LinkedHashMap<>();

	HandlerFinder(ConfigurableListableBeanFactory beanFactory, Map<String, HandlerSettings> settings) {
		this.beanFactory = beanFactory;
		this.settings = settings;
	}

	List<HandlerDefinition> find() {
		Set<String> names = handlerNames();
		checkNamesOfSettings(names);
		List<HandlerDefinition> definitions = new ArrayList<>();
		for (String name : names) {
			if (settings(name).enabled()) {
				checkScope(name);
				definitions.add(new HandlerDefinition(name, patterns(name)));
			}
		}
		this.problems.throwIfAny();
		return List.copyOf(definitions);
	}

	private Set<String> handlerNames() {
		Set<String> names = new LinkedHashSet<>();
		for (String name : this.beanFactory.getBeanNamesForType(RequestHandler.class, true, false)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				names.add(name);
			}
		}
		return names;
	}

	private void checkNamesOfSettings(Set<String> names) {
		for (String name : this.settings.keySet()) {
			if (!names.contains(name)) {
				this.problems.add(
						"'%s%s' is set, but there is no handler '%s'. %s".formatted(PROPERTIES, name, name,
								names.isEmpty() ? "There are no handlers." : "The handlers are " + quoted(names) + "."),
						"Use the bean name of a handler in place of '%s', or remove the property.".formatted(name));
			}
		}
	}

	private void checkScope(String name) {
		if (this.beanFactory.containsBeanDefinition(name)
				&& !this.beanFactory.getMergedBeanDefinition(name).isSingleton()) {
			this.problems.add(
					"Handler '%s' is no singleton: its scope is '%s', but one instance answers all requests."
						.formatted(name, this.beanFactory.getMergedBeanDefinition(name).getScope()),
					"Make '%s' a singleton, or give its scope a proxy (proxyMode).".formatted(name));
		}
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
			PathPattern pattern = parse(name, path);
			if (pattern != null) {
				checkUnique(name, pattern);
				patterns.add(pattern);
			}
		}
		return List.copyOf(patterns);
	}

	private Set<String> paths(String name) {
		List<String> configured = settings(name).path();
		if (!configured.isEmpty()) {
			return new LinkedHashSet<>(configured);
		}
		Set<String> paths = new LinkedHashSet<>();
		String targetName = ScopedProxyUtils.getTargetBeanName(name);
		String annotatedName = this.beanFactory.containsBeanDefinition(targetName) ? targetName : name;
		Route route = this.beanFactory.findAnnotationOnBean(annotatedName, Route.class, false);
		if (route != null) {
			for (String path : route.value()) {
				paths.add(String.valueOf(this.beanFactory.resolveEmbeddedValue(path)));
			}
		}
		return paths;
	}

	private @Nullable PathPattern parse(String name, String path) {
		try {
			return PathPatterns.parse(path);
		}
		catch (PatternParseException ex) {
			this.problems.add(
					"Path '%s' of handler '%s' is no path pattern: %s.".formatted(path, name,
							StringUtils.trimTrailingCharacter(ex.getMessage(), '.')),
					"Correct '%s' in the @Route of '%s' or in '%s%s.path'.".formatted(path, name, PROPERTIES, name));
			return null;
		}
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

	private HandlerSettings settings(String name) {
		return this.settings.getOrDefault(name, HandlerSettings.DEFAULTS);
	}

	private String typeName(String name) {
		Class<?> type = this.beanFactory.getType(name, false);
		return ClassUtils.getUserClass((type != null) ? type : RequestHandler.class).getName();
	}

	private static String quoted(Set<String> names) {
		return "'" + String.join("', '", names) + "'";
	}

}
