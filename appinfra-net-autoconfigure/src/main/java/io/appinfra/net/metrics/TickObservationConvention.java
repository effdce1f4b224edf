package io.appinfra.net.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Says what the observations of ticks are called, and what is said of them. A bean of
 * this type replaces {@link DefaultTickObservationConvention}, in both kinds of process.
 */
public interface TickObservationConvention extends ObservationConvention<TickObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof TickObservationContext;
	}

}
