package io.appinfra.net.autoconfigure.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

import io.appinfra.net.http.limits.HandlerLimits;
import io.appinfra.net.http.registration.HandlerSettings;

/**
 * Properties of handlers.
 */
@ConfigurationProperties("appinfra.net")
public class HandlersProperties {

	/**
	 * Handlers, by the name of their bean.
	 */
	private final Map<String, Handler> handlers = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final HandlerDefaultsProperties handlerDefaults = new HandlerDefaultsProperties();

	public Map<String, Handler> getHandlers() {
		return this.handlers;
	}

	public HandlerDefaultsProperties getHandlerDefaults() {
		return this.handlerDefaults;
	}

	/**
	 * Properties of one handler. Its limits override those of all handlers; a negative
	 * value is no limit.
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

		/**
		 * Size of a request body, above which the answer is 413.
		 */
		private @Nullable DataSize maxBodySize;

		/**
		 * Requests that the handler answers at once, above which the answer is 503.
		 */
		private @Nullable Integer maxConcurrent;

		/**
		 * Time in which a whole request body has to arrive, after which the answer is
		 * 408.
		 */
		private @Nullable Duration readTimeout;

		/**
		 * Size of what has to arrive of a request body each second, on average and after
		 * a grace of five seconds, below which the answer is 408.
		 */
		private @Nullable DataSize minBodyRate;

		/**
		 * Time in which the handler has to answer, after which it is interrupted and the
		 * answer is 503.
		 */
		private @Nullable Duration timeout;

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

		public @Nullable DataSize getMaxBodySize() {
			return this.maxBodySize;
		}

		public void setMaxBodySize(@Nullable DataSize maxBodySize) {
			this.maxBodySize = maxBodySize;
		}

		public @Nullable Integer getMaxConcurrent() {
			return this.maxConcurrent;
		}

		public void setMaxConcurrent(@Nullable Integer maxConcurrent) {
			this.maxConcurrent = maxConcurrent;
		}

		public @Nullable Duration getReadTimeout() {
			return this.readTimeout;
		}

		public void setReadTimeout(@Nullable Duration readTimeout) {
			this.readTimeout = readTimeout;
		}

		public @Nullable DataSize getMinBodyRate() {
			return this.minBodyRate;
		}

		public void setMinBodyRate(@Nullable DataSize minBodyRate) {
			this.minBodyRate = minBodyRate;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		HandlerSettings toSettings(HandlerDefaultsProperties defaults) {
			return new HandlerSettings(this.path, this.enabled, toLimits(defaults));
		}

		private HandlerLimits toLimits(HandlerDefaultsProperties defaults) {
			DataSize bodySize = (this.maxBodySize != null) ? this.maxBodySize : defaults.getMaxBodySize();
			int concurrent = (this.maxConcurrent != null) ? this.maxConcurrent : defaults.getMaxConcurrent();
			Duration read = (this.readTimeout != null) ? this.readTimeout : defaults.getReadTimeout();
			DataSize rate = (this.minBodyRate != null) ? this.minBodyRate : defaults.getMinBodyRate();
			Duration answer = (this.timeout != null) ? this.timeout : defaults.getTimeout();
			return new HandlerLimits(bodySize.isNegative() ? null : bodySize, (concurrent < 0) ? null : concurrent,
					read.isNegative() ? null : read, rate.isNegative() ? null : rate,
					answer.isNegative() ? null : answer);
		}

	}

}
