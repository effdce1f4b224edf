package io.appinfra.net.metrics;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord.Outcome;

/**
 * What is known of a tick that is observed. Used by the thread of the tick.
 */
public final class TickObservationContext extends Observation.Context {

	private final String ticker;

	private final RunIn runIn;

	private final long number;

	private final TickOrigin origin;

	private @Nullable Outcome outcome;

	TickObservationContext(String ticker, RunIn runIn, long number, TickOrigin origin) {
		this.ticker = ticker;
		this.runIn = runIn;
		this.number = number;
		this.origin = origin;
	}

	/**
	 * Return the name of the ticker.
	 * @return the name
	 */
	public String ticker() {
		return this.ticker;
	}

	/**
	 * Return where the tick runs.
	 * @return where it runs
	 */
	public RunIn runIn() {
		return this.runIn;
	}

	/**
	 * Return the number of the tick.
	 * @return the number
	 */
	public long number() {
		return this.number;
	}

	/**
	 * Return what asked for the tick.
	 * @return the origin
	 */
	public TickOrigin origin() {
		return this.origin;
	}

	/**
	 * Return how the tick has ended.
	 * @return the outcome, {@code null} while it runs
	 */
	public @Nullable Outcome outcome() {
		return this.outcome;
	}

	void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

}
