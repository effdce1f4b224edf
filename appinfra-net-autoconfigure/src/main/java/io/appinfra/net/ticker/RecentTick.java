package io.appinfra.net.ticker;

/**
 * A tick of the recent past.
 *
 * @param tick the tick
 * @param skipped how many ticks were left out between the one before and this one, since
 * the ticker was late
 * @param unseen how many ticks ran between the one before and this one that are not known
 * one by one: a worker that ticks faster than it can report reports the newest
 */
public record RecentTick(TickRecord tick, long skipped, long unseen) {

}
