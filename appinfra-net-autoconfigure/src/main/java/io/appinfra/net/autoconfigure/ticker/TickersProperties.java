package io.appinfra.net.autoconfigure.ticker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickerOverrides;

/**
 * Properties of tickers. Those of each ticker are read by its name, since a name can
 * contain a dot.
 */
@ConfigurationProperties(TickersProperties.PREFIX)
public class TickersProperties {

	static final String PREFIX = "appinfra.net";

	/**
	 * Schedules of tickers, by the tickers' names.
	 */
	private final Map<String, Ticker> tickers = new LinkedHashMap<>();

	public Map<String, Ticker> getTickers() {
		return this.tickers;
	}

	/**
	 * Properties of one ticker.
	 */
	public static class Ticker {

		/**
		 * When the next tick is due.
		 */
		private @Nullable TickMode mode;

		/**
		 * Time from one tick to the next.
		 */
		private @Nullable Duration interval;

		/**
		 * Whether the first tick is due at the start, and not one interval later.
		 */
		private @Nullable Boolean initial;

		/**
		 * Where the ticker runs.
		 */
		private @Nullable RunIn runIn;

		/**
		 * Name of the worker that the ticker runs in, where it runs in one.
		 */
		private @Nullable String worker;

		public @Nullable TickMode getMode() {
			return this.mode;
		}

		public void setMode(@Nullable TickMode mode) {
			this.mode = mode;
		}

		public @Nullable Duration getInterval() {
			return this.interval;
		}

		public void setInterval(@Nullable Duration interval) {
			this.interval = interval;
		}

		public @Nullable Boolean getInitial() {
			return this.initial;
		}

		public void setInitial(@Nullable Boolean initial) {
			this.initial = initial;
		}

		public @Nullable RunIn getRunIn() {
			return this.runIn;
		}

		public void setRunIn(@Nullable RunIn runIn) {
			this.runIn = runIn;
		}

		public @Nullable String getWorker() {
			return this.worker;
		}

		public void setWorker(@Nullable String worker) {
			this.worker = worker;
		}

		TickerOverrides toOverrides() {
			return new TickerOverrides(this.mode, this.interval, this.initial, this.runIn, this.worker);
		}

	}

}
