package io.appinfra.net.ticker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is configured for one ticker.
 *
 * @param mode when the next tick is due
 * @param interval the interval, {@code null} if and only if the mode has none
 * @param initial whether the first tick is due at the start
 * @param runIn where the ticker runs
 * @param worker the name of its worker, of no meaning in-process
 */
public record TickerSettings(TickMode mode, @Nullable Duration interval, boolean initial, RunIn runIn, String worker) {

	TickSchedule startSchedule(long now) {
		Duration interval = (this.interval != null) ? this.interval : Duration.ZERO;
		return TickSchedule.start(this.mode, interval, this.initial, now);
	}

}
