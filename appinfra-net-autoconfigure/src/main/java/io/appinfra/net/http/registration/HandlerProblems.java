package io.appinfra.net.http.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PatternParseException;

import io.appinfra.net.http.routing.PathPatterns;

/**
 * What is wrong with the handlers, collected so that it can be reported at once. Used by
 * one thread.
 */
public class HandlerProblems {

	private final List<Problem> problems = new ArrayList<>();

	/**
	 * Add a problem.
	 * @param description what is wrong, in a sentence
	 * @param action what to do about it, in a sentence
	 */
	public void add(String description, String action) {
		this.problems.add(new Problem(description, action));
	}

	/**
	 * Check that a bean is a singleton, which may be the proxy of one that is not.
	 * @param beanFactory the factory that defines the bean
	 * @param name the name of the bean
	 * @param bean what it is, such as {@code Handler 'x'}
	 * @param use what its one instance does, with all requests as the object
	 */
	void checkSingleton(ConfigurableListableBeanFactory beanFactory, String name, String bean, String use) {
		if (beanFactory.containsBeanDefinition(name) && !beanFactory.getMergedBeanDefinition(name).isSingleton()) {
			add("%s is no singleton: its scope is '%s', but one instance %s all requests.".formatted(bean,
					beanFactory.getMergedBeanDefinition(name).getScope(), use),
					"Make '%s' a singleton, or give its scope a proxy (proxyMode).".formatted(name));
		}
	}

	/**
	 * Parse a path.
	 * @param path the path
	 * @param owner what has the path, such as {@code handler 'x'}
	 * @param place where the path comes from
	 * @return the pattern, or {@code null} if it is none, which is a problem then
	 */
	@Nullable PathPattern parse(String path, String owner, String place) {
		try {
			return PathPatterns.parse(path);
		}
		catch (PatternParseException ex) {
			add("Path '%s' of %s is no path pattern: %s.".formatted(path, owner,
					StringUtils.trimTrailingCharacter(ex.getMessage(), '.')),
					"Correct '%s' in %s.".formatted(path, place));
			return null;
		}
	}

	/**
	 * Throw if there is a problem.
	 * @throws FailureAnalyzedException if there is any, with all of them
	 */
	public void throwIfAny() {
		if (!this.problems.isEmpty()) {
			throw new FailureAnalyzedException(
					"Handlers could not be set up:%n%n%s".formatted(list(Problem::description)), list(Problem::action));
		}
	}

	private String list(Function<Problem, String> part) {
		return this.problems.stream().map(part).collect(Collectors.joining("%n    - ".formatted(), "    - ", ""));
	}

	private record Problem(String description, String action) {

	}

}
