package io.appinfra.net.remote.ticker;

import java.util.function.BinaryOperator;

import io.appinfra.net.ticker.TickerStatus;

/**
 * A setting of a ticker that a process has been sent, maybe several times. What the
 * process reports of it is old until it has confirmed the last one. Guarded by the lock
 * of its ticker.
 */
final class UnconfirmedSetting {

	private final BinaryOperator<TickerStatus> keep;

	private int unconfirmed;

	/**
	 * Create a setting that has not been sent.
	 * @param keep returns its first argument with this setting of its second one
	 */
	UnconfirmedSetting(BinaryOperator<TickerStatus> keep) {
		this.keep = keep;
	}

	void sent() {
		this.unconfirmed++;
	}

	void confirmed() {
		this.unconfirmed--;
	}

	/**
	 * Return a status that a process has reported, with what was set if the process has
	 * not confirmed that.
	 * @param reported the status
	 * @param set a status with what was set
	 * @return the status
	 */
	TickerStatus merge(TickerStatus reported, TickerStatus set) {
		return (this.unconfirmed > 0) ? this.keep.apply(reported, set) : reported;
	}

}
