package io.appinfra.net.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import io.appinfra.net.ticker.TickRecord.Outcome;

/**
 * What is said of a tick unless the application says otherwise: {@code ticker},
 * {@code outcome} and {@code run.in}, which have few values, and {@code number}.
 */
public class DefaultTickObservationConvention implements TickObservationConvention {

	/**
	 * The name of the observations.
	 */
	public static final String NAME = "appinfra.tick";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(TickObservationContext context) {
		return "tick " + context.ticker();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(TickObservationContext context) {
		Outcome outcome = context.outcome();
		return KeyValues.of("ticker", context.ticker(), "outcome",
				(outcome != null) ? TagValues.of(outcome) : KeyValue.NONE_VALUE, "run.in",
				TagValues.of(context.runIn()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(TickObservationContext context) {
		return KeyValues.of("number", String.valueOf(context.number()));
	}

}
