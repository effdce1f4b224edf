package io.appinfra.net.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Makes each tick of this process an {@link Observation}, whose scope is open while the
 * tick runs and while all other listeners are notified of it. Safe for use by many
 * threads.
 */
public final class TickObservations implements TickListener, Ordered {

	private static final TickObservationConvention DEFAULT = new DefaultTickObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable TickObservationConvention convention;

	/**
	 * Create observations.
	 * @param registry the registry to observe with
	 * @param convention what is said of ticks, {@code null} for the default
	 */
	public TickObservations(ObservationRegistry registry, @Nullable TickObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin) {
		TickObservationContext context = new TickObservationContext(ticker.name(), ticker.settings().runIn(),
				tick.number(), origin);
		Observation observation = Observation.start(this.convention, DEFAULT, () -> context, this.registry);
		Observation.Scope scope = observation.openScope();
		return (record, failure) -> end(observation, scope, context, record, failure);
	}

	private static void end(Observation observation, Observation.Scope scope, TickObservationContext context,
			TickRecord record, @Nullable Throwable failure) {
		context.setOutcome(record.outcome());
		try (scope) {
			if (failure != null) {
				observation.error(failure);
			}
		}
		finally {
			observation.stop();
		}
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
