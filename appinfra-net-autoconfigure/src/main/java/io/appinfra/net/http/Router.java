package io.appinfra.net.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the handler for a path: the one with the most specific pattern that matches,
 * unless that of a controller is more specific. The usual spelling of a literal path is
 * found without parsing it.
 */
final class Router {

	private static final Comparator<Route> MOST_SPECIFIC_FIRST = Comparator
		.comparing((Route route) -> route.pattern().hasPatternSyntax())
		.thenComparing(Route::pattern);

	private final String contextPath;

	private final Map<String, RouteMatch> literals = new HashMap<>();

	private final List<Route> routes = new ArrayList<>();

	Router(String contextPath, Map<HandlerDefinition, Supplier<HandlerRunner>> runners,
			ControllerPatterns controllers) {
		this.contextPath = contextPath;
		runners.forEach((definition, runner) -> {
			for (PathPattern pattern : definition.patterns()) {
				this.routes.add(new Route(pattern, runner, SingletonSupplier.of(() -> controllers.rivalsOf(pattern))));
				addLiteral(pattern, runner);
			}
		});
		this.routes.sort(MOST_SPECIFIC_FIRST);
	}

	private void addLiteral(PathPattern pattern, Supplier<HandlerRunner> runner) {
		String literal = pattern.getPatternString();
		if (!pattern.hasPatternSyntax() && pattern.matches(PathContainer.parsePath(literal))) {
			String uri = this.contextPath + literal;
			this.literals.put(uri, new RouteMatch(runner, pattern, RequestPath.parse(uri, this.contextPath), Map.of()));
		}
	}

	@Nullable RouteMatch match(String requestUri, String contextPath) {
		RouteMatch literal = matchLiteral(requestUri, contextPath);
		return (literal != null) ? literal : matchPattern(RequestPath.parse(requestUri, contextPath));
	}

	/**
	 * Find the handler of a literal path. A context path that a proxy has forwarded is
	 * another than that of the container: the same URI is another path then.
	 */
	@Nullable RouteMatch matchLiteral(String requestUri, String contextPath) {
		return contextPath.equals(this.contextPath) ? this.literals.get(requestUri) : null;
	}

	private @Nullable RouteMatch matchPattern(RequestPath path) {
		PathContainer lookupPath = path.pathWithinApplication();
		for (Route route : this.routes) {
			PathPattern.PathMatchInfo info = route.pattern().matchAndExtract(lookupPath);
			if (info != null) {
				return route.isOfController(lookupPath) ? null
						: new RouteMatch(route.runner(), route.pattern(), path, info.getUriVariables());
			}
		}
		return null;
	}

	private record Route(PathPattern pattern, Supplier<HandlerRunner> runner, Supplier<List<PathPattern>> rivals) {

		boolean isOfController(PathContainer path) {
			for (PathPattern rival : this.rivals.get()) {
				if (rival.matches(path)) {
					return true;
				}
			}
			return false;
		}

	}

}
