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
 * found without parsing it. Safe for use by many threads.
 *
 * @param <T> what serves the paths of a pattern
 */
public final class Router<T> {

	private final String contextPath;

	private final Map<String, Match<T>> literals = new HashMap<>();

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
			this.literals.put(uri, new Match<>(target, pattern, RequestPath.parse(uri, this.contextPath), Map.of()));
		}
	}

	/**
	 * Find what serves a path.
	 * @param requestUri the path as the client has sent it
	 * @param contextPath the context path, with which it begins
	 * @return what serves it, or {@code null} if no target does
	 * @throws IllegalArgumentException if the path cannot be decoded
	 */
	public @Nullable Match<T> match(String requestUri, String contextPath) {
		Match<T> literal = matchLiteral(requestUri, contextPath);
		return (literal != null) ? literal : matchPattern(RequestPath.parse(requestUri, contextPath));
	}

	/**
	 * Find what serves a literal path. A context path that a proxy has forwarded is
	 * another than that of the container: the same URI is another path then.
	 * @param requestUri the path as the client has sent it
	 * @param contextPath the context path, with which it begins
	 * @return what serves it, or {@code null} if no target has this literal path
	 */
	public @Nullable Match<T> matchLiteral(String requestUri, String contextPath) {
		return contextPath.equals(this.contextPath) ? this.literals.get(requestUri) : null;
	}

	private @Nullable Match<T> matchPattern(RequestPath path) {
		PathContainer lookupPath = path.pathWithinApplication();
		for (Candidate<T> route : this.routes) {
			PathPattern.PathMatchInfo info = route.pattern().matchAndExtract(lookupPath);
			if (info != null) {
				return route.isOfController(lookupPath) ? null
						: new Match<>(route.target(), route.pattern(), path, info.getUriVariables());
			}
		}
		return null;
	}

	/**
	 * What the router found for a path.
	 *
	 * @param <T> what serves the paths of a pattern
	 * @param target what serves the path
	 * @param pattern the pattern that matches
	 * @param path the parsed path
	 * @param variables the decoded path variables
	 */
	public record Match<T>(T target, PathPattern pattern, RequestPath path, Map<String, String> variables) {

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
