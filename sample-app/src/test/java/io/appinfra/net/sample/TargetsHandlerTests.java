package io.appinfra.net.sample;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TargetsHandler}.
 */
class TargetsHandlerTests {

	private final Targets targets = new Targets(new InMemoryState());

	private final TargetsHandler handler = new TargetsHandler(this.targets);

	@Test
	void doPostAddsTarget() throws Exception {
		ServerResponse response = post("{\"name\":\"example\",\"url\":\"http://example.org/\"}");
		assertThat(response.statusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(response.headers().getLocation()).isEqualTo(URI.create("http://localhost/targets/example"));
		assertThat(this.targets.all()).containsExactly(Target.of("example", "http://example.org/"));
	}

	@Test
	void doPostWhenNameIsTakenIsConflict() throws Exception {
		post("{\"name\":\"example\",\"url\":\"http://example.org/\"}");
		assertProblem("{\"name\":\"example\",\"url\":\"http://example.net/\"}", HttpStatus.CONFLICT,
				"there is a target named 'example' already");
	}

	@Test
	void doPostWhenUrlCannotBeProbedIsBadRequest() {
		assertProblem("{\"name\":\"example\",\"url\":\"ftp://example.org/\"}", HttpStatus.BAD_REQUEST,
				"url must begin with http:// or https://");
	}

	@Test
	void doPostWhenNameIsMissingIsBadRequest() {
		assertProblem("{\"url\":\"http://example.org/\"}", HttpStatus.BAD_REQUEST, "name is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "name=example", "[]", "null", "{\"name\":" })
	void doPostWhenBodyIsNoObjectIsBadRequest(String body) {
		assertProblem(body, HttpStatus.BAD_REQUEST, "the body is not a JSON object with name and url");
	}

	@Test
	void doPostWhenContentTypeIsNotJsonIsUnsupported() {
		assertThatExceptionOfType(HttpMediaTypeNotSupportedException.class)
			.isThrownBy(() -> this.handler.doPost(request("text/plain", "{}")));
	}

	private void assertProblem(String body, HttpStatus status, String detail) {
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> post(body)).satisfies((ex) -> {
			assertThat(ex.getStatusCode()).isEqualTo(status);
			assertThat(ex.getBody().getDetail()).isEqualTo(detail);
		});
	}

	private ServerResponse post(String body) throws Exception {
		return this.handler.doPost(request("application/json", body));
	}

	private static ServerRequest request(String contentType, String body) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/targets");
		request.setContentType(contentType);
		request.setContent(body.getBytes());
		return ServerRequest.create(request, List.of(new JacksonJsonHttpMessageConverter()));
	}

}
