package io.appinfra.net.http.routing;

import java.util.Map;

import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;

/**
 * What the router found for a path.
 *
 * @param <T> what serves the paths of a pattern
 * @param target what serves the path
 * @param pattern the pattern that matches
 * @param path the parsed path
 * @param variables the decoded path variables
 */
public record RouteMatch<T>(T target, PathPattern pattern, RequestPath path, Map<String, String> variables) {

}
