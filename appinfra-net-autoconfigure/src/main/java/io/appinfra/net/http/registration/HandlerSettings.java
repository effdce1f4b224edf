package io.appinfra.net.http.registration;

import java.util.List;

import io.appinfra.net.http.Route;
import io.appinfra.net.http.limits.HandlerLimits;

/**
 * What the configuration of the application says about one handler.
 *
 * @param path the path patterns that replace those of {@link Route}, or an empty list
 * @param enabled whether the handler answers requests
 * @param limits what bounds its requests
 */
public record HandlerSettings(List<String> path, boolean enabled, HandlerLimits limits) {

	/**
	 * Create settings.
	 * @param path the path patterns that replace those of {@link Route}, or an empty list
	 * @param enabled whether the handler answers requests
	 * @param limits what bounds its requests
	 */
	public HandlerSettings {
		path = List.copyOf(path);
	}

}
