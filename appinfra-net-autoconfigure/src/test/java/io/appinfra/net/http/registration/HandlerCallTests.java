package io.appinfra.net.http.registration;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.HandlerException;
import io.appinfra.net.http.RequestHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandlerCall}.
 */
class HandlerCallTests {

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" })
	void handleWhenMethodIsOverriddenCallsIt(String method) throws Exception {
		assertThat(handle(new FullHandler(), method).headers().getFirst("X-Method")).isEqualTo(method);
	}

	@ParameterizedTest
	@ValueSource(strings = { "get", "POST", "TRACE" })
	void handleWhenMethodIsNotSupportedNamesThoseThatAre(String method) {
		assertThatExceptionOfType(HttpRequestMethodNotSupportedException.class)
			.isThrownBy(() -> handle(new GetHandler(), method))
			.satisfies((ex) -> assertThat(ex.getSupportedMethods()).containsExactly("GET", "HEAD", "OPTIONS"));
	}

	@Test
	void handleWhenOptionsIsNotOverriddenAllowsWhatIsSupported() throws Exception {
		ServerResponse response = handle(new GetHandler(), "OPTIONS");
		assertThat(response.statusCode()).isEqualTo(HttpStatus.OK);
		assertThat(response.headers().getFirst(HttpHeaders.ALLOW)).isEqualTo("GET, HEAD, OPTIONS");
	}

	@Test
	void handleWhenMethodReturnsNullNamesIt() {
		assertThatExceptionOfType(HandlerException.class).isThrownBy(() -> handle(new GetHandler(), "GET"))
			.withMessageContaining("'prices' returned null from doGet");
	}

	private static ServerResponse handle(RequestHandler handler, String method) throws Exception {
		return new HandlerCall("prices", handler)
			.handle(ServerRequest.create(new MockHttpServletRequest(method, "/prices"), List.of()));
	}

	static class GetHandler implements RequestHandler {

		@Override
		@SuppressWarnings("NullAway")
		public ServerResponse doGet(ServerRequest request) {
			return null;
		}

	}

	static class FullHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return answer("GET");
		}

		@Override
		public ServerResponse doHead(ServerRequest request) {
			return answer("HEAD");
		}

		@Override
		public ServerResponse doPost(ServerRequest request) {
			return answer("POST");
		}

		@Override
		public ServerResponse doPut(ServerRequest request) {
			return answer("PUT");
		}

		@Override
		public ServerResponse doPatch(ServerRequest request) {
			return answer("PATCH");
		}

		@Override
		public ServerResponse doDelete(ServerRequest request) {
			return answer("DELETE");
		}

		@Override
		public ServerResponse doOptions(ServerRequest request) {
			return answer("OPTIONS");
		}

		private static ServerResponse answer(String method) {
			return ServerResponse.ok().header("X-Method", method).build();
		}

	}

}
