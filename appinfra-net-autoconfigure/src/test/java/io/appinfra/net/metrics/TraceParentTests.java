package io.appinfra.net.metrics;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TraceParent}.
 */
class TraceParentTests {

	private static final String TRACE = "0123456789abcdef0123456789abcdef";

	@ParameterizedTest
	@CsvSource({ TRACE + ",true,00-" + TRACE + "-00000000000000aa-01",
			TRACE + ",false,00-" + TRACE + "-00000000000000aa-00", TRACE + ",,00-" + TRACE + "-00000000000000aa-00",
			"fedcba9876543210,true,00-0000000000000000fedcba9876543210-00000000000000aa-01" })
	void ofSpanIsInTheFormOfTheHeader(String traceId, Boolean sampled, String traceparent) {
		TraceContext span = mock();
		given(span.traceId()).willReturn(traceId);
		given(span.spanId()).willReturn("00000000000000aa");
		given(span.sampled()).willReturn(sampled);
		assertThat(TraceParent.of(span).traceparents()).containsExactly(traceparent);
	}

	@Test
	void linkWhenInFormIsToTheSpan() {
		assertThat(TraceParent.link("00-" + TRACE + "-00000000000000aa-01", Tracer.NOOP)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "00-" + TRACE + "-00000000000000aa", "01-" + TRACE + "-00000000000000aa-01",
			"00-" + TRACE + "-00000000000000aa-01-more" })
	void linkWhenInAnotherFormIsAbsent(String traceparent) {
		assertThat(TraceParent.link(traceparent, Tracer.NOOP)).isNull();
	}

}
