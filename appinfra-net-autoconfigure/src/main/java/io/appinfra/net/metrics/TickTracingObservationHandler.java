package io.appinfra.net.metrics;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;

/**
 * Makes a tick the root of a trace of its own, with a link to each span in which it was
 * triggered: a tick outlives the request that asked for it, and may be that of several.
 */
public final class TickTracingObservationHandler extends DefaultTracingObservationHandler {

	/**
	 * Create a handler.
	 * @param tracer makes the spans
	 */
	public TickTracingObservationHandler(Tracer tracer) {
		super(tracer);
	}

	@Override
	public void onStart(Observation.Context context) {
		Span.Builder span = getTracer().spanBuilder().setNoParent();
		((TickObservationContext) context).origin()
			.traceparents()
			.stream()
			.map((traceparent) -> TraceParent.link(traceparent, getTracer()))
			.filter(Objects::nonNull)
			.forEach(span::addLink);
		getTracingContext(context).setSpan(span.start());
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof TickObservationContext;
	}

}
