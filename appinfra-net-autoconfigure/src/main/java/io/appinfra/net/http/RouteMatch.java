package io.appinfra.net.http;

import java.util.Map;
import java.util.function.Supplier;

import org.springframework.http.server.RequestPath;
import org.springframework.web.util.pattern.PathPattern;

/**
 * What the router found for a path.
 *
 * @param runner the handler, once its bean is there
 * @param pattern the pattern that matches
 * @param path the parsed path
 * @param variables the decoded path variables
 */
record RouteMatch(Supplier<HandlerRunner> runner, PathPattern pattern, RequestPath path,
		Map<String, String> variables) {

}
