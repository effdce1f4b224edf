package io.appinfra.net.ticker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the properties of one ticker say. A component is {@code null} where they say
 * nothing and the {@link Tick} annotation counts.
 *
 * @param mode when the next tick is due
 * @param interval the interval
 * @param initial whether the first tick is due at the start
 * @param runIn where the ticker runs
 * @param worker the name of its worker
 */
public record TickerOverrides(@Nullable TickMode mode, @Nullable Duration interval, @Nullable Boolean initial,
		@Nullable RunIn runIn, @Nullable String worker) {

	/**
	 * The properties of tickers.
	 */
	public interface Source {

		/**
		 * Return what the properties of a ticker say.
		 * @param ticker the name of the ticker
		 * @return its overrides
		 */
		TickerOverrides get(String ticker);

		/**
		 * Return the first elements of those properties that belong to none of the given
		 * tickers.
		 * @param tickers the names of all tickers
		 * @return names that no ticker has
		 */
		Iterable<String> unknown(Iterable<String> tickers);

	}

}
