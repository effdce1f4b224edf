package io.appinfra.net.http.limits;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

import io.appinfra.net.http.error.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RequestBodies}.
 */
class RequestBodiesTests {

	private final Deadlines deadlines = new Deadlines();

	private final RequestBodies bodies = new RequestBodies(
			new HandlerLimits(DataSize.ofBytes(10), null, null, null, null), this.deadlines,
			WaitingThreads.unbounded());

	@AfterEach
	void close() {
		this.deadlines.close();
	}

	@ParameterizedTest
	@CsvSource({ "GET, HTTP/1.1, , false", "HEAD, HTTP/1.1, , false", "OPTIONS, HTTP/1.1, , false",
			"GET, HTTP/1.1, Content-Length=1, true", "POST, HTTP/1.1, Content-Length=0, false",
			"GET, HTTP/1.1, Transfer-Encoding=chunked, true", "GET, HTTP/1.1, X-Content-Length=1, true",
			"POST, HTTP/1.1, , true", "DELETE, HTTP/1.0, , true", "GET, HTTP/2.0, , true",
			"GET, HTTP/2.0, Content-Length=0, false", "POST, HTTP/2.0, , true" })
	void limitWhenThereMayBeBodyLimitsIt(String method, String protocol, String header, boolean limited) {
		MockHttpServletRequest request = new LengthFromHeader(method);
		request.setProtocol(protocol);
		if (header != null) {
			request.addHeader(header.split("=")[0], header.split("=")[1]);
		}
		assertThat(this.bodies.limit(request) instanceof LimitedRequest).isEqualTo(limited);
	}

	@ParameterizedTest
	@EnumSource(DispatcherType.class)
	void limitWhenErrorOrIncludedLeavesBodyToOthers(DispatcherType type) {
		MockHttpServletRequest request = new LengthFromHeader("POST");
		request.setDispatcherType(type);
		boolean ofOthers = type == DispatcherType.ERROR || type == DispatcherType.INCLUDE;
		assertThat(this.bodies.limit(request) instanceof LimitedRequest).isEqualTo(!ofOthers);
	}

	@Test
	void limitWhenLimitedAlreadyIsTheSame() {
		HttpServletRequest limited = this.bodies.limit(new LengthFromHeader("POST"));
		HttpServletRequest wrapped = new HttpServletRequestWrapper(limited);
		assertThat(this.bodies.limit(wrapped)).isSameAs(wrapped);
	}

	@Test
	void checkSizeWhenMoreIsAnnouncedThanAllowedIsRefused() {
		MockHttpServletRequest request = new LengthFromHeader("POST");
		assertThatNoException().isThrownBy(() -> this.bodies.checkSize(request));
		request.addHeader("Content-Length", 10);
		assertThatNoException().isThrownBy(() -> this.bodies.checkSize(request));
		request.removeHeader("Content-Length");
		request.addHeader("Content-Length", 11);
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> this.bodies.checkSize(request))
			.satisfies((refusal) -> assertThat(refusal.getStatusCode().value()).isEqualTo(413));
	}

	@ParameterizedTest
	@CsvSource({ "GET, HTTP/2.0, 97", "POST, HTTP/2.0, -1", "POST, HTTP/1.1, 97" })
	void discardRestWhenTheServerWouldWaitForItReadsIt(String method, String protocol, int next) throws IOException {
		MockHttpServletRequest request = new LengthFromHeader(method);
		request.setProtocol(protocol);
		request.setContent("abc".getBytes());
		this.bodies.discardRest(this.bodies.limit(request), new MockHttpServletResponse());
		assertThat(request.getInputStream().read()).isEqualTo(next);
	}

	/**
	 * Knows the length of its body from the header alone, as a web server does.
	 */
	private static final class LengthFromHeader extends MockHttpServletRequest {

		LengthFromHeader(String method) {
			super(method, "/");
		}

		@Override
		public long getContentLengthLong() {
			String length = getHeader("Content-Length");
			return (length != null) ? Long.parseLong(length) : -1;
		}

	}

}
