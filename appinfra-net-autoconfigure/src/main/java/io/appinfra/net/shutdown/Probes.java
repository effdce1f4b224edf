package io.appinfra.net.shutdown;

import java.util.Set;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Recognizes requests that only ask whether the application is well.
 *
 * @param health the path of the health endpoint
 */
public record Probes(String health) implements Predicate<HttpServletRequest> {

	private static final Set<String> ADDITIONAL = Set.of("/livez", "/readyz");

	/**
	 * Create what recognizes the probes of an application.
	 * @param environment says where its endpoints are
	 * @return recognizes its probes
	 */
	public static Probes of(Environment environment) {
		String endpoints = environment.getProperty("management.endpoints.web.base-path", "/actuator");
		String health = environment.getProperty("management.endpoints.web.path-mapping.health", "health");
		return new Probes(StringUtils.trimTrailingCharacter(endpoints, '/') + "/" + health);
	}

	@Override
	public boolean test(HttpServletRequest request) {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		return path.equals(this.health) || path.startsWith(this.health + "/") || ADDITIONAL.contains(path);
	}

}
