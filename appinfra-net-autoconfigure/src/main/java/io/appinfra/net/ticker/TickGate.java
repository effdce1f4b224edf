package io.appinfra.net.ticker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a tick that is due begins, and learns how it has ended. Called in the
 * thread of the ticker, one call at a time for each ticker and without any lock, so that
 * it may wait.
 */
public interface TickGate {

	/**
	 * Lets each tick begin.
	 */
	TickGate NO_OP = (ticker, number, dueAt) -> new Pass(number, null);

	/**
	 * A tick is due.
	 * @param ticker the ticker
	 * @param number the number that the tick has if nothing else is decided
	 * @param dueAt when it was due
	 * @return lets the tick begin; {@code null} to leave it out
	 */
	@Nullable Pass enter(TickerDefinition ticker, long number, Instant dueAt);

	/**
	 * A tick that was let begin has ended. The next one is asked for afterwards.
	 * @param ticker the ticker
	 * @param tick the tick
	 */
	default void ended(TickerDefinition ticker, TickRecord tick) {
	}

	/**
	 * Lets a tick begin.
	 *
	 * @param number the number of the tick
	 * @param fencingToken its fencing token, {@code null} for one of this process
	 */
	record Pass(long number, @Nullable Long fencingToken) {

	}

}
