package io.appinfra.net.ticker;

import org.jspecify.annotations.Nullable;

/**
 * Is notified of ticks. Beans of this type are notified of all ticks of their process.
 * What a listener throws is logged and has no effect on the tick. Has to be safe for use
 * by many threads.
 */
public interface TickListener {

	/**
	 * A tick begins. Called in the thread of the tick, right before it, and holds it up.
	 * @param ticker the ticker
	 * @param tick the tick
	 * @param origin what asked for the tick
	 * @return is notified of the end of the tick
	 */
	Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin);

	/**
	 * A tick is triggered by the current thread.
	 * @return what the listener will be given as its origin when it begins, in whichever
	 * process
	 */
	default TickOrigin origin() {
		return TickOrigin.NONE;
	}

	/**
	 * Ticks have ended in a worker. Called in the web process, about once a second for
	 * each ticker that ticks. When a worker's process is killed, the ticks that it has
	 * counted since its last report are not reported.
	 * @param ticker the ticker
	 * @param ticks the ticks
	 */
	default void endedInWorker(TickerDefinition ticker, TickBatch ticks) {
	}

	/**
	 * Is notified of the end of one tick.
	 */
	@FunctionalInterface
	interface Ending {

		/**
		 * Does nothing.
		 */
		Ending NO_OP = (tick, failure) -> {
		};

		/**
		 * The tick has ended. Called in its thread, after it was logged if it failed.
		 * @param tick the tick
		 * @param failure what it threw, {@code null} if it returned
		 */
		void ended(TickRecord tick, @Nullable Throwable failure);

	}

}
