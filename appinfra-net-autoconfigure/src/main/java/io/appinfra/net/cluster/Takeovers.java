package io.appinfra.net.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Notified when tickers come and go. Safe for use by many threads.
 */
public interface Takeovers {

	/**
	 * This instance has taken a ticker.
	 * @param ticker the name of the ticker
	 * @param reason why
	 */
	void taken(String ticker, Reason reason);

	/**
	 * This instance has taken a ticker whose newest tick had begun elsewhere and is lost.
	 * @param ticker the name of the ticker
	 */
	default void tickLost(String ticker) {
	}

	/**
	 * This instance had to end a ticker, since its lease is over or another instance owns
	 * it.
	 * @param ticker the name of the ticker
	 */
	default void lost(String ticker) {
	}

	/**
	 * Why an instance takes a ticker.
	 */
	enum Reason {

		/**
		 * Nobody has owned it before.
		 */
		NEW,

		/**
		 * Its owner has handed it over.
		 */
		HANDED_OVER,

		/**
		 * Its owner is gone, or has lost its lease.
		 */
		LOST;

		static Reason of(@Nullable String owner, String me, long number) {
			if (owner == null) {
				return (number == 0) ? NEW : HANDED_OVER;
			}
			return owner.equals(me) ? HANDED_OVER : LOST;
		}

	}

}
