package io.appinfra.net.ticker;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a ticker did lately, at one moment.
 *
 * @param recent the ticks that ended last, at most 100, the newest last
 * @param runningSince when the tick that runs began, {@code null} if none does
 */
public record TickHistory(List<RecentTick> recent, @Nullable Instant runningSince) {

}
