package io.appinfra.net.http.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The path patterns of the application's controllers, which {@code DispatcherServlet}
 * serves. They are read at the first request: before, controllers may not be there.
 */
public class ControllerPatterns {

	private final Supplier<List<PathPattern>> patterns;

	public ControllerPatterns(Supplier<List<PathPattern>> patterns) {
		this.patterns = SingletonSupplier.of(patterns);
	}

	/**
	 * Return the patterns that take requests from the pattern of a handler: those that
	 * are more specific, and may match a path that it matches.
	 */
	List<PathPattern> rivalsOf(PathPattern handlerPattern) {
		List<PathPattern> rivals = new ArrayList<>();
		for (PathPattern pattern : this.patterns.get()) {
			if (PathPatterns.SPECIFICITY.compare(pattern, handlerPattern) < 0 && mayMeet(pattern, handlerPattern)) {
				rivals.add(pattern);
			}
		}
		return List.copyOf(rivals);
	}

	private static boolean mayMeet(PathPattern one, PathPattern other) {
		String literalOfOne = literalStart(one);
		String literalOfOther = literalStart(other);
		return literalOfOne.startsWith(literalOfOther) || literalOfOther.startsWith(literalOfOne);
	}

	private static String literalStart(PathPattern pattern) {
		String mapping = PathPatterns.servletMapping(pattern);
		return mapping.substring(0, mapping.length() - (mapping.endsWith("*") ? 1 : 0)).toLowerCase(Locale.ROOT);
	}

}
