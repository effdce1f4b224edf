package io.appinfra.net.autoconfigure.ticker;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
		 * The names of all properties.
		 */
		static final Set<String> NAMES = new LinkedHashSet<>(List.of("mode", "interval", "cron", "zone", "initial",
				"jitter", "timeout", "max-catch-up", "pause-after-failures", "paused", "run-in", "worker"));

		/**
		 * When the next tick is due.
		 */
		private @Nullable TickMode mode;

		/**
		 * Time from one tick to the next.
		 */
		private @Nullable Duration interval;

		/**
		 * Cron expression that the times of ticks match, in place of an interval.
		 */
		private @Nullable String cron;

		/**
		 * Time zone of the cron expression, that of the system by default.
		 */
		private @Nullable ZoneId zone;

		/**
		 * Whether the first tick is due at the start, and not one interval later.
		 */
		private @Nullable Boolean initial;

		/**
		 * Upper bound of the random time by which each tick is delayed.
		 */
		private @Nullable Duration jitter;

		/**
		 * How long a tick may run, before it is interrupted, or killed with its worker.
		 */
		private @Nullable Duration timeout;

		/**
		 * How many ticks of STRICT may run back to back to catch up, 10 by default.
		 */
		private @Nullable Integer maxCatchUp;

		/**
		 * After how many failures in a row the ticker is paused, 0 for never.
		 */
		private @Nullable Integer pauseAfterFailures;

		/**
		 * Whether the ticker is paused at the start.
		 */
		private @Nullable Boolean paused;

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

		public @Nullable String getCron() {
			return this.cron;
		}

		public void setCron(@Nullable String cron) {
			this.cron = cron;
		}

		public @Nullable ZoneId getZone() {
			return this.zone;
		}

		public void setZone(@Nullable ZoneId zone) {
			this.zone = zone;
		}

		public @Nullable Boolean getInitial() {
			return this.initial;
		}

		public void setInitial(@Nullable Boolean initial) {
			this.initial = initial;
		}

		public @Nullable Duration getJitter() {
			return this.jitter;
		}

		public void setJitter(@Nullable Duration jitter) {
			this.jitter = jitter;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

		public @Nullable Integer getMaxCatchUp() {
			return this.maxCatchUp;
		}

		public void setMaxCatchUp(@Nullable Integer maxCatchUp) {
			this.maxCatchUp = maxCatchUp;
		}

		public @Nullable Integer getPauseAfterFailures() {
			return this.pauseAfterFailures;
		}

		public void setPauseAfterFailures(@Nullable Integer pauseAfterFailures) {
			this.pauseAfterFailures = pauseAfterFailures;
		}

		public @Nullable Boolean getPaused() {
			return this.paused;
		}

		public void setPaused(@Nullable Boolean paused) {
			this.paused = paused;
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

		TickerOverrides toOverrides(boolean pausedByDefault) {
			Boolean paused = (this.paused != null) ? this.paused : Boolean.valueOf(pausedByDefault);
			return new TickerOverrides(this.mode, this.interval, this.cron, this.zone, this.initial, this.jitter,
					this.timeout, this.maxCatchUp, this.pauseAfterFailures, paused, this.runIn, this.worker);
		}

	}

}
