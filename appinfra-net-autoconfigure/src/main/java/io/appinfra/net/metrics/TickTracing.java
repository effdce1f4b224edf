package io.appinfra.net.metrics;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Knows in which span a tick is triggered. Safe for use by many threads.
 */
public final class TickTracing implements TickListener {

	private final Tracer tracer;

	/**
	 * Create tracing.
	 * @param tracer knows the current span
	 */
	public TickTracing(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin) {
		return Ending.NO_OP;
	}

	@Override
	public TickOrigin origin() {
		Span span = this.tracer.currentSpan();
		return (span != null && !span.isNoop()) ? TraceParent.of(span.context()) : TickOrigin.NONE;
	}

}
