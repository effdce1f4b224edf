package io.appinfra.net.http.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The path patterns of the application's controllers, which {@code DispatcherServlet}
 * serves. They are read at the first request: before, controllers may not be there.
 */
public class ControllerPatterns {

	private final Supplier<List<PathPattern>> patterns;

	/**
	 * Create patterns.
	 * @param patterns finds them, and is asked once
	 */
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
			if (PathPatterns.SPECIFICITY.compare(pattern, handlerPattern) < 0
					&& PathPatterns.mayMeet(pattern, handlerPattern)) {
				rivals.add(pattern);
			}
		}
		return List.copyOf(rivals);
	}

}
