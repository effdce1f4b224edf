package io.appinfra.net.ticker;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What the properties of one ticker say. A component is {@code null} where they say
 * nothing and the {@link Tick} annotation counts.
 *
 * @param mode when the next tick is due
 * @param interval the interval
 * @param cron the cron expression
 * @param zone the time zone of the cron expression
 * @param initial whether the first tick is due at the start
 * @param jitter by how much a tick may be delayed
 * @param timeout how long a tick may run
 * @param maxCatchUp how many ticks may run back to back
 * @param pauseAfterFailures after how many failures in a row the ticker is paused
 * @param paused whether the ticker is paused at the start
 * @param runIn where the ticker runs
 * @param worker the name of its worker
 */
public record TickerOverrides(@Nullable TickMode mode, @Nullable Duration interval, @Nullable String cron,
		@Nullable ZoneId zone, @Nullable Boolean initial, @Nullable Duration jitter, @Nullable Duration timeout,
		@Nullable Integer maxCatchUp, @Nullable Integer pauseAfterFailures, @Nullable Boolean paused,
		@Nullable RunIn runIn, @Nullable String worker) {

	/**
	 * The properties of tickers.
	 */
	public interface Source {

		/**
		 * Return what the properties of a ticker say.
		 * @param ticker the name of the ticker
		 * @param problems is told of values that cannot be read
		 * @return its overrides
		 */
		TickerOverrides get(String ticker, Consumer<String> problems);

		/**
		 * Look for properties that belong to none of the given tickers, or that no ticker
		 * has.
		 * @param tickers the names of all tickers
		 * @param problems is told of each
		 */
		void findUnknown(Set<String> tickers, Consumer<String> problems);

	}

}
