package io.appinfra.net.autoconfigure.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what handlers have of HTTP (RFC 9110) without any code of theirs, on a real
 * web server.
 */
@Tag("http-full")
class HandlerSemanticsIT {

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	private static final AtomicInteger written = new AtomicInteger();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void requestWhenContinueIsExpectedGetsItBeforeBodyIsSent() throws IOException {
		try (Socket socket = server.open()) {
			TestServer.write(socket, expectContinue("PUT", "/documents/1"));
			BufferedReader reader = reader(socket);
			assertThat(reader.readLine()).startsWith("HTTP/1.1 100");
			assertThat(reader.readLine()).isEmpty();
			TestServer.write(socket, "12345");
			assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
			assertThat(reader.lines().toList()).endsWith("", "12345");
		}
	}

	/**
	 * Tomcat asks each client to go on before it calls a servlet.
	 */
	@Test
	@EnabledIfSystemProperty(named = TestServer.SERVER_PROPERTY, matches = "jetty")
	void requestWhenContinueIsExpectedForMethodNotSupportedDoesNotGetIt() throws IOException {
		try (Socket socket = server.open()) {
			TestServer.write(socket, expectContinue("DELETE", "/documents/1"));
			BufferedReader reader = reader(socket);
			assertThat(reader.readLine()).startsWith("HTTP/1.1 405");
			assertThat(reader.lines()).contains("Allow: GET, HEAD, PUT, OPTIONS");
		}
	}

	@Test
	void requestWhenMethodIsTraceIsNotAllowed() throws IOException {
		String response = server.exchange("TRACE", "/documents/1");
		assertThat(response).startsWith("HTTP/1.1 405").doesNotContain("message/http");
		assertThat(response.toLowerCase()).contains("allow: ");
	}

	@ParameterizedTest
	@CsvSource({ "If-None-Match, '\"v1\"', 304", "If-None-Match, '\"v0\", W/\"v1\"', 304",
			"If-None-Match, '\"v0\"', 200", "If-Modified-Since, 'Fri, 02 Jan 2026 03:04:05 GMT', 304",
			"If-Modified-Since, 'Thu, 01 Jan 2026 03:04:05 GMT', 200", "If-Modified-Since, nonsense, 200" })
	void getWhenConditional(String field, String value, int status) {
		HttpResponse<String> response = server.get("/documents/1", field, value);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("ETag")).hasValue("\"v1\"");
		assertThat(response.headers().firstValue("Last-Modified")).hasValue("Fri, 02 Jan 2026 03:04:05 GMT");
		assertThat(response.body()).isEqualTo((status == 200) ? "document" : "");
		assertThat(server.send("HEAD", "/documents/1", "", field, value).statusCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "'\"v0\"', 412, 0", "'\"v1\"', 200, 1", "*, 200, 1" })
	void putWhenConditional(String match, int status, int calls) {
		int before = written.get();
		HttpResponse<String> response = server.send("PUT", "/documents/1", "text", "If-Match", match);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(written.get() - before).isEqualTo(calls);
	}

	@ParameterizedTest
	@CsvSource({ "bytes=0-3, 0123, bytes 0-3/10", "bytes=4-, 456789, bytes 4-9/10", "bytes=-2, 89, bytes 8-9/10",
			"bytes=8-99, 89, bytes 8-9/10" })
	void getWhenRangeIsAskedForAnswersPart(String range, String body, String contentRange) {
		HttpResponse<String> response = server.get("/file", "Range", range);
		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(response.body()).isEqualTo(body);
		assertThat(response.headers().firstValue("Content-Range")).hasValue(contentRange);
		assertThat(response.headers().firstValue("Content-Length")).hasValue(String.valueOf(body.length()));
	}

	@Test
	void getWhenSeveralRangesAreAskedForAnswersParts() {
		HttpResponse<String> response = server.get("/file", "Range", "bytes=0-1,8-9");
		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("multipart/byteranges");
		assertThat(response.body()).containsSubsequence("Content-Range: bytes 0-1/10", "01",
				"Content-Range: bytes 8-9/10", "89");
	}

	@ParameterizedTest
	@CsvSource({ "bytes=10-20", "bytes=5-2", "lines=1-2" })
	void getWhenRangeCannotBeAnsweredIsNotSatisfiable(String range) {
		HttpResponse<String> response = server.get("/file", "Range", range);
		assertThat(response.statusCode()).isEqualTo(416);
		assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes */10");
	}

	@Test
	void getWhenNoRangeIsAskedForSaysThatItCouldBe() {
		HttpResponse<String> response = server.get("/file");
		assertThat(response.body()).isEqualTo("0123456789");
		assertThat(response.headers().firstValue("Accept-Ranges")).hasValue("bytes");
		assertThat(response.headers().firstValue("Content-Length")).hasValue("10");
	}

	@ParameterizedTest
	@CsvSource({ "POST, application/json, application/json, '{\"name\":', 400",
			"POST, application/json, application/json, '[1]', 400", "POST, application/json, application/json, '', 400",
			"POST, text/csv, application/json, 'a', 415", "POST, no type, application/json, 'a', 415",
			"PUT, application/json, ?, '{}', 406", "PUT, application/json, image/png, '{}', 406",
			"PATCH, application/json, application/json, '{}', 405" })
	void requestWhenRefusedIsProblemDetail(String method, String contentType, String accept, String body, int status) {
		HttpResponse<String> response = server.send(method, "/json", body, "Content-Type", contentType, "Accept",
				accept);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("\"status\":" + status).doesNotContain("io.appinfra", "tools.jackson");
	}

	private static String expectContinue(String method, String path) {
		return """
				%s %s HTTP/1.1
				Host: localhost
				Content-Type: text/plain
				Content-Length: 5
				Expect: 100-continue
				Connection: close

				""".formatted(method, path).replace("\n", "\r\n");
	}

	private static BufferedReader reader(Socket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		DocumentHandler document() {
			return new DocumentHandler();
		}

		@Bean
		FileHandler file() {
			return new FileHandler();
		}

		@Bean
		JsonHandler json() {
			return new JsonHandler();
		}

	}

	@Route("/documents/{id}")
	static class DocumentHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return request.checkNotModified(MODIFIED, "v1")
				.orElseGet(() -> ServerResponse.ok().lastModified(MODIFIED).eTag("v1").body("document"));
		}

		@Override
		public ServerResponse doPut(ServerRequest request) throws Exception {
			ServerResponse refusal = request.checkNotModified("v1").orElse(null);
			if (refusal != null) {
				return refusal;
			}
			written.incrementAndGet();
			return ServerResponse.ok().body(request.body(String.class));
		}

	}

	@Route("/file")
	static class FileHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.ok()
				.contentType(MediaType.TEXT_PLAIN)
				.body(new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII)));
		}

	}

	@Route("/json")
	static class JsonHandler implements RequestHandler {

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			return ServerResponse.ok().body(Map.of("name", request.body(Named.class).name()));
		}

		@Override
		public ServerResponse doPut(ServerRequest request) {
			return ServerResponse.ok().contentType(request.headers().accept().get(0)).body(Map.of());
		}

	}

	record Named(String name) {

	}

}
