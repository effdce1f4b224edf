package io.appinfra.net.autoconfigure.ticker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickScope;

/**
 * What counts for each ticker of which neither its properties nor its annotation say
 * anything.
 *
 * @param timeout How long a tick may run, before it is interrupted, or killed with its
 * worker. Negative for as long as it likes, which is the default.
 * @param jitter Upper bound of the random time by which each tick is delayed.
 * @param maxLateness How late a tick may begin before it is skipped. Negative for any
 * time, which is the default.
 * @param pauseAfterFailures After how many failures in a row a ticker is paused, 0 for
 * never.
 * @param runIn Where tickers run, in-process by default.
 * @param worker Name of the worker that tickers run in, where they run in one.
 * @param scope Whether tickers tick in each instance of the application, which is the
 * default, or in one of them for all.
 * @param paused Whether tickers are paused at the start, so that they tick when they are
 * triggered, and by their schedules when they are resumed.
 * @param scheduler Name of the bean of type TaskScheduler that decides when ticks begin,
 * in place of one that nothing else uses.
 */
@ConfigurationProperties(TickerDefaultsProperties.PREFIX)
public record TickerDefaultsProperties(@Nullable Duration timeout, @Nullable Duration jitter,
		@Nullable Duration maxLateness, @Nullable Integer pauseAfterFailures, @Nullable RunIn runIn,
		@Nullable String worker, @Nullable TickScope scope, @Nullable Boolean paused, @Nullable String scheduler) {

	static final String PREFIX = TickersProperties.PREFIX + ".ticker-defaults";

}
