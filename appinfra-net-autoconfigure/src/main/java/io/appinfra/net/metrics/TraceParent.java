package io.appinfra.net.metrics;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ticker.TickOrigin;

/**
 * The form that a span has in the W3C's header {@code traceparent}.
 */
final class TraceParent {

	private static final int TRACE_ID_LENGTH = 32;

	private static final Pattern FORM = Pattern.compile("00-(\\p{XDigit}{32})-(\\p{XDigit}{16})-(\\p{XDigit}{2})");

	private TraceParent() {
	}

	static TickOrigin of(TraceContext span) {
		String traceId = span.traceId();
		boolean sampled = Boolean.TRUE.equals(span.sampled());
		return new TickOrigin(List.of("00-%s%s-%s-%s".formatted("0".repeat(TRACE_ID_LENGTH - traceId.length()), traceId,
				span.spanId(), sampled ? "01" : "00")));
	}

	/**
	 * Return a link to a span.
	 * @param traceparent the span
	 * @param tracer knows the links of its tracing system
	 * @return the link, {@code null} if the form is another
	 */
	static @Nullable Link link(String traceparent, Tracer tracer) {
		Matcher matcher = FORM.matcher(traceparent);
		return matcher.matches() ? new Link(tracer.traceContextBuilder()
			.traceId(matcher.group(1))
			.spanId(matcher.group(2))
			.sampled(matcher.group(3).equals("01"))
			.build()) : null;
	}

}
