package io.appinfra.net.http.routing;

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
 * Finds what serves a path: the target with the most specific pattern that matches,
 * unless that of a controller is more specific. The usual spelling of a literal path is
 * found without parsing it.
 *
 * @param <T> what serves the paths of a pattern
 */
public final class Router<T> {

	private final String contextPath;

	private final Map<String, RouteMatch<T>> literals = new HashMap<>();

	private final List<Candidate<T>> routes = new ArrayList<>();

	/**
	 * Create a router.
	 * @param contextPath the context path of the container
	 * @param targets what serves the paths of each pattern
	 * @param controllers the patterns of controllers
	 */
	public Router(String contextPath, Map<PathPattern, T> targets, ControllerPatterns controllers) {
		this.contextPath = contextPath;
		targets.forEach((pattern, target) -> {
			this.routes
				.add(new Candidate<>(pattern, target, SingletonSupplier.of(() -> controllers.rivalsOf(pattern))));
			addLiteral(pattern, target);
		});
		this.routes.sort(Comparator.comparing((Candidate<T> route) -> route.pattern().hasPatternSyntax())
			.thenComparing(Candidate::pattern));
	}

	private void addLiteral(PathPattern pattern, T target) {
		String literal = pattern.getPatternString();
		if (!pattern.hasPatternSyntax() && pattern.matches(PathContainer.parsePath(literal))) {
			String uri = this.contextPath + literal;
			this.literals.put(uri,
					new RouteMatch<>(target, pattern, RequestPath.parse(uri, this.contextPath), Map.of()));
		}
	}

	public @Nullable RouteMatch<T> match(String requestUri, String contextPath) {
		RouteMatch<T> literal = matchLiteral(requestUri, contextPath);
		return (literal != null) ? literal : matchPattern(RequestPath.parse(requestUri, contextPath));
	}

	/**
	 * Find the handler of a literal path. A context path that a proxy has forwarded is
	 * another than that of the container: the same URI is another path then.
	 */
	public @Nullable RouteMatch<T> matchLiteral(String requestUri, String contextPath) {
		return contextPath.equals(this.contextPath) ? this.literals.get(requestUri) : null;
	}

	private @Nullable RouteMatch<T> matchPattern(RequestPath path) {
		PathContainer lookupPath = path.pathWithinApplication();
		for (Candidate<T> route : this.routes) {
			PathPattern.PathMatchInfo info = route.pattern().matchAndExtract(lookupPath);
			if (info != null) {
				return route.isOfController(lookupPath) ? null
						: new RouteMatch<>(route.target(), route.pattern(), path, info.getUriVariables());
			}
		}
		return null;
	}

	private record Candidate<T>(PathPattern pattern, T target, Supplier<List<PathPattern>> rivals) {

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
