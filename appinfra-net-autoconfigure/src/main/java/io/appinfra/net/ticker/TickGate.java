package io.appinfra.net.ticker;

import java.time.Duration;
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
	TickGate NO_OP = (ticker, tick) -> new Pass(tick.number(), null);

	/**
	 * Return whether a ticker starts only when its group is asked to start it.
	 * @param ticker the ticker
	 * @return whether it stays on standby
	 */
	default boolean isOnStandby(TickerDefinition ticker) {
		return false;
	}

	/**
	 * A ticker has started.
	 * @param ticker the ticker
	 * @return where its schedule goes on, {@code null} to let it start as at first
	 */
	default @Nullable Position started(TickerDefinition ticker) {
		return null;
	}

	/**
	 * The schedule of a ticker has started as at first.
	 * @param ticker the ticker
	 * @param dueAt when the first tick is due
	 */
	default void scheduled(TickerDefinition ticker, Instant dueAt) {
	}

	/**
	 * A tick is due.
	 * @param ticker the ticker
	 * @param tick the tick
	 * @return lets the tick begin; {@code null} to leave it out
	 */
	@Nullable Pass enter(TickerDefinition ticker, Due tick);

	/**
	 * A tick that was let begin has ended. The next one is asked for afterwards.
	 * @param ticker the ticker
	 * @param tick the tick
	 */
	default void ended(TickerDefinition ticker, TickRecord tick) {
	}

	/**
	 * A tick that is due.
	 *
	 * @param number the number that it has if nothing else is decided
	 * @param dueAt when it was due by the schedule, jitter aside
	 * @param skipped how many ticks were left out before it
	 * @param triggered whether it was asked for
	 */
	record Due(long number, Instant dueAt, long skipped, boolean triggered) {

	}

	/**
	 * Where a schedule goes on that another process has left.
	 *
	 * @param dueAt when its newest tick was due, or its first one is
	 * @param begunAt when that tick has begun, {@code null} if it has not
	 * @param endedAt when it has ended, {@code null} if it has not begun
	 */
	record Position(Instant dueAt, @Nullable Instant begunAt, @Nullable Instant endedAt) {

	}

	/**
	 * What a ticker that was on standby starts from.
	 *
	 * @param status what is known of it
	 * @param position where its schedule goes on, {@code null} to let it start as at
	 * first
	 * @param triggered whether a tick was asked for that has not begun
	 */
	record Start(TickerStatus status, @Nullable Position position, boolean triggered) {

	}

	/**
	 * Lets a tick begin.
	 *
	 * @param number the number of the tick
	 * @param fencingToken its fencing token, {@code null} for one of this process
	 * @param holds how long after the question it may still be used, {@code null} for
	 * ever
	 */
	record Pass(long number, @Nullable Long fencingToken, @Nullable Duration holds) {

		/**
		 * Create a pass that holds for ever.
		 * @param number the number of the tick
		 * @param fencingToken its fencing token, {@code null} for one of this process
		 */
		public Pass(long number, @Nullable Long fencingToken) {
			this(number, fencingToken, null);
		}

	}

}
