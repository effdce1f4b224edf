package io.appinfra.net.autoconfigure.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.appinfra.net.http.HandlerSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of handlers.
 */
@ConfigurationProperties("appinfra.net")
public class HandlersProperties {

	/**
	 * Handlers, by the name of their bean.
	 */
	private final Map<String, Handler> handlers = new LinkedHashMap<>();

	public Map<String, Handler> getHandlers() {
		return this.handlers;
	}

	Map<String, HandlerSettings> toSettings() {
		Map<String, HandlerSettings> settings = new LinkedHashMap<>();
		this.handlers
			.forEach((name, handler) -> settings.put(name, new HandlerSettings(handler.path, handler.enabled)));
		return settings;
	}

	/**
	 * Properties of one handler.
	 */
	public static class Handler {

		/**
		 * Patterns of the paths that the handler answers at. Overrides the route in the
		 * code.
		 */
		private List<String> path = new ArrayList<>();

		/**
		 * Whether the handler answers requests.
		 */
		private boolean enabled = true;

		public List<String> getPath() {
			return this.path;
		}

		public void setPath(List<String> path) {
			this.path = path;
		}

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
