package io.appinfra.net.autoconfigure.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.RenderingResponse;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that fail, on a real web server.
 */
@Tag("http")
@ExtendWith(OutputCaptureExtension.class)
class HandlerFailureIT {

	private static final String SECRET = "password=1234";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "exception", "checked", "error", "overflow", "null", "view", "unwritable", "writer", "eof",
			"async", "sse", "sse-consumer" })
	void failureWhenUnexpectedHidesItFromClientAndLogsOnce(String kind, CapturedOutput output) {
		HttpResponse<String> response = server.get("/failing/" + kind, "Accept", "text/html");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).isEqualTo("{\"status\":500,\"title\":\"Internal Server Error\"}");
		assertThat(output.toString().lines().filter((line) -> line.contains(" ERROR "))).singleElement()
			.asString()
			.contains("Handler 'failing' failed: GET /failing/" + kind);
		assertThat(output).contains("\tat io.appinfra.net");
	}

	@Test
	void failureWhenNullIsReturnedNamesHandlerAndMethod(CapturedOutput output) {
		server.get("/failing/null");
		assertThat(output).contains("HandlerException: Handler 'failing' returned null from doGet");
	}

	@Test
	void failureWhenTracedLogsTraceId(CapturedOutput output) {
		server.get("/failing/traced");
		assertThat(output).contains("GET /failing/traced, trace id 4bf92f3577b34da6");
	}

	@Test
	void failureWhenAnswerHadHeadersRemovesThem() {
		HttpResponse<String> response = server.get("/failing/unwritable");
		assertThat(response.headers().map()).doesNotContainKeys("etag", "x-answer");
	}

	@Test
	void failureWhenHeadHasHeaderFieldsOfGet() throws IOException {
		String head = server.exchange("HEAD", "/failing/exception");
		assertThat(head).startsWith("HTTP/1.1 500")
			.contains("Content-Type: application/problem+json", "Content-Length: 46")
			.endsWith("\r\n\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "not-found, 404, 'No such price'", "locked, 423, 'I am short'" })
	void failureWhenErrorResponseKeepsStatusAndBody(String kind, int status, String detail, CapturedOutput output) {
		HttpResponse<String> response = server.get("/failing/" + kind);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("\"status\":" + status, detail);
		assertThat(output).doesNotContain(" ERROR ");
	}

	@Test
	void failureWhenErrorResponseKeepsHeadersAndProperties() {
		HttpResponse<String> response = server.get("/failing/locked");
		assertThat(response.headers().firstValue("X-Pot")).hasValue("tea");
		assertThat(response.body()).contains("\"spout\":\"left\"");
	}

	@Test
	void failureWhenErrorResponseIsInternalIsLogged(CapturedOutput output) {
		assertThat(server.get("/failing/internal").statusCode()).isEqualTo(500);
		assertThat(output.toString().lines().filter((line) -> line.contains(" ERROR "))).hasSize(1);
		assertThat(output).contains(SECRET);
	}

	@ParameterizedTest
	@CsvSource({ "'{\"name\":', application/json, 400", "'x', application/cbor, 415", "'{\"other\":[]}', '', 415" })
	void failureWhenBodyIsNotReadable(String body, String contentType, int status, CapturedOutput output) {
		HttpResponse<String> response = contentType.isEmpty() ? server.send("POST", "/failing/body", body)
				: server.send("POST", "/failing/body", body, "Content-Type", contentType);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(output).doesNotContain(" ERROR ");
	}

	@Test
	void failureWhenValuesCannotBeBound() {
		assertThat(server.send("PUT", "/failing/bind?size=large", "").statusCode()).isEqualTo(400);
	}

	@Test
	void failureWhenNothingCanWriteBodyIsNotAcceptable() {
		assertThat(server.get("/failing/not-acceptable").statusCode()).isEqualTo(406);
	}

	@Test
	void failureWhenResponseHasBegunBreaksConnectionOff(CapturedOutput output) throws IOException {
		String response = server.exchangeChunks("/failing/late");
		assertThat(response).contains("first part")
			.doesNotContain("500", "status", "problem")
			.doesNotEndWith(TestServer.LAST_CHUNK);
		assertThat(output.toString().lines().filter((line) -> line.contains(" ERROR "))).singleElement()
			.asString()
			.contains("Handler 'failing' failed after the response had begun: GET /failing/late");
		assertThat(output).doesNotContain(" WARN ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "late-sse", "late-sse-consumer" })
	void failureWhenStreamHasBegunBreaksConnectionOff(String kind, CapturedOutput output) throws IOException {
		String response = server.exchangeChunks("/failing/" + kind);
		assertThat(response).contains("data:first part")
			.doesNotContain("500", "status", "problem")
			.doesNotEndWith(TestServer.LAST_CHUNK);
		assertThat(output.toString().lines().filter((line) -> line.contains(" ERROR "))).hasSize(1);
		assertThat(output).doesNotContain(" WARN ");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		FailingHandler failing() {
			return new FailingHandler();
		}

	}

	@Route("/failing/{kind}")
	static class FailingHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) throws Exception {
			return switch (request.pathVariable("kind")) {
				case "exception" -> throw new IllegalStateException(SECRET);
				case "checked" -> throw new Exception(SECRET);
				case "error" -> throw new AssertionError(SECRET, new RuntimeException("an Exception"));
				case "overflow" -> overflow(1);
				case "null" -> null;
				case "view" -> RenderingResponse.create("page").build();
				case "unwritable" ->
					ServerResponse.ok().eTag("v1").header("X-Answer", "42").contentLength(7).body(new Unwritable());
				case "writer" -> ServerResponse.ok().build((servletRequest, response) -> {
					response.getWriter().print("part");
					throw new IllegalStateException(SECRET);
				});
				case "eof" -> throw new EOFException(SECRET);
				case "async" -> ServerResponse.async(CompletableFuture.failedFuture(new IllegalStateException(SECRET)));
				case "sse" -> ServerResponse.sse((sse) -> sse.error(new IllegalStateException(SECRET)));
				case "sse-consumer" -> ServerResponse.sse((sse) -> {
					throw new IllegalStateException(SECRET);
				});
				case "traced" -> traced();
				case "not-found" -> throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such price");
				case "locked" -> throw locked();
				case "internal" -> throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR, "Sorry",
						new IllegalStateException(SECRET));
				case "not-acceptable" -> ServerResponse.ok().contentType(MediaType.IMAGE_PNG).body(Map.of());
				case "late" -> ServerResponse.ok().build((servletRequest, response) -> {
					response.getOutputStream().print("first part");
					response.flushBuffer();
					throw new IllegalStateException(SECRET);
				});
				case "late-sse" -> ServerResponse.sse((sse) -> {
					send(sse);
					sse.error(new IllegalStateException(SECRET));
				});
				case "late-sse-consumer" -> ServerResponse.sse((sse) -> {
					send(sse);
					throw new IllegalStateException(SECRET);
				});
				default -> throw new IllegalArgumentException();
			};
		}

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			return ServerResponse.ok().body(request.body(Sized.class));
		}

		@Override
		public ServerResponse doPut(ServerRequest request) throws Exception {
			return ServerResponse.ok().body(request.bind(Sized.class));
		}

		private static ServerResponse overflow(int depth) {
			return (depth > 0) ? overflow(depth + 1) : overflow(depth);
		}

		private static ServerResponse traced() {
			MDC.put("traceId", "4bf92f3577b34da6");
			throw new IllegalStateException(SECRET);
		}

		private static ErrorResponseException locked() {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.LOCKED, "I am short");
			problem.setProperty("spout", "left");
			ErrorResponseException exception = new ErrorResponseException(HttpStatus.LOCKED, problem, null);
			exception.getHeaders().set("X-Pot", "tea");
			return exception;
		}

		private static void send(ServerResponse.SseBuilder sse) {
			try {
				sse.send("first part");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static class Unwritable {

		public String getValue() {
			throw new IllegalStateException(SECRET);
		}

	}

	static class Sized {

		private int size;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

	}

}
