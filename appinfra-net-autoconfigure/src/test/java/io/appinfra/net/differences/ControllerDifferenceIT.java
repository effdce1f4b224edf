package io.appinfra.net.differences;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.autoconfigure.http.RawClient;
import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.requests.HostileApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers beside controllers that do the same: the same request has the same status, and
 * if it succeeds the same body.
 */
@Tag("http")
class ControllerDifferenceIT {

	private static final int RANDOM_REQUESTS = 200;

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

	private static final List<String> PATHS = List.of("/x/1", "/x/a%20b", "/x/a%2Fb", "/x/", "/x", "/x/1/", "/x//1",
			"/x/1;v=2", "/x/%zz", "/x/1/2", "/text", "/form", "/json", "/nothing");

	private static final List<String> HEADERS = List.of("Accept: text/plain", "Accept: application/json",
			"Accept: image/png", "If-None-Match: \"v1\"", "If-None-Match: *", "Accept-Encoding: gzip",
			"Content-Type: application/json", "Content-Type: text/plain",
			"Content-Type: application/x-www-form-urlencoded", "Content-Type: nonsense", "X-Other: a");

	private static final List<String> BODIES = List.of("", "a=b", "a=b&c=%C3%A4", "{\"a\":1}", "{\"a\":",
			"x".repeat(9000));

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<Request> requestsToSplit() {
		return Stream.of(new Request("POST", "/text", List.of("Content-Type: text/plain"), "abcdef"),
				new Request("POST", "/form", List.of("Content-Type: application/x-www-form-urlencoded"),
						"a=b&a=%C3%A4&c"),
				new Request("POST", "/json", List.of("Content-Type: application/json"), "{\"a\":\"b\"}"),
				new Request("POST", "/parts", List.of("Content-Type: multipart/form-data; boundary=b"),
						"--b\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\nxyz\r\n--b--\r\n"));
	}

	@ParameterizedTest
	@MethodSource("requestsToSplit")
	void answerWhenBodyIsSplitAnywhereIsThatOfController(Request request) throws IOException {
		String expected = request.exchange("/c", request.body().length());
		assertThat(expected).startsWith("200 ");
		for (int split = 0; split <= request.body().length(); split++) {
			assertThat(request.exchange("/h", split)).as("split at %d", split).isEqualTo(expected);
		}
	}

	@Test
	void answerWhenRequestIsRandomIsThatOfController() throws IOException {
		long seed = Long.getLong("seed", 20261128);
		Random random = new Random(seed);
		for (int i = 0; i < RANDOM_REQUESTS; i++) {
			Request request = random(random);
			assertThat(request.exchange("/h", 0)).as("-Dseed=%d, request %d: %s", seed, i, request)
				.isEqualTo(request.exchange("/c", 0));
		}
	}

	private static Request random(Random random) {
		List<String> headers = new ArrayList<>();
		for (int i = random.nextInt(3); i > 0; i--) {
			headers.add(any(HEADERS, random));
		}
		String method = any(METHODS, random);
		boolean body = method.startsWith("P") || random.nextInt(4) == 0;
		return new Request(method, any(PATHS, random), headers, body ? any(BODIES, random) : "");
	}

	private static String any(List<String> choices, Random random) {
		return choices.get(random.nextInt(choices.size()));
	}

	/**
	 * A request, to be sent to a handler and to a controller.
	 */
	record Request(String method, String path, List<String> headers, String body) {

		String exchange(String prefix, int split) throws IOException {
			StringBuilder head = new StringBuilder("%s %s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				.formatted(this.method, prefix, this.path));
			this.headers.forEach((header) -> head.append(header).append("\r\n"));
			if (!this.body.isEmpty()) {
				head.append("Content-Length: %d\r\n".formatted(this.body.length()));
			}
			try (RawClient client = new RawClient(server.port())) {
				client.send(head + "\r\n" + this.body.substring(0, split));
				client.send(this.body.substring(split));
				return normalize(client.readToEnd());
			}
		}

		/**
		 * Return the status, and the body of a success.
		 */
		private static String normalize(String answer) {
			String status = answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
			return status + " " + (status.startsWith("2") ? body(answer) : "");
		}

		/**
		 * Return the body, whose framing depends on when the rest of the request arrives.
		 */
		private static String body(String answer) {
			int start = answer.indexOf("\r\n\r\n") + 4;
			boolean chunked = answer.substring(0, start)
				.toLowerCase(Locale.ROOT)
				.contains("\r\ntransfer-encoding: chunked\r\n");
			return chunked ? joinChunks(answer.substring(start)) : answer.substring(start);
		}

		private static String joinChunks(String text) {
			String chunks = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
			StringBuilder body = new StringBuilder();
			int next = 0;
			while (next < chunks.length()) {
				int start = chunks.indexOf("\r\n", next) + 2;
				int end = start + Integer.parseInt(chunks.substring(next, start - 2), 16);
				body.append(chunks, start, end);
				next = end + 2;
			}
			return new String(body.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		@Route("/h/x/{id}")
		RequestHandler variable() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().eTag("\"v1\"").body("id " + request.pathVariable("id"));
				}

			};
		}

		@Bean
		@Route("/h/text")
		RequestHandler text() {
			return poster((request) -> request.body(String.class));
		}

		@Bean
		@Route("/h/json")
		RequestHandler json() {
			return poster((request) -> request.body(Entity.class).a());
		}

		@Bean
		@Route("/h/form")
		RequestHandler form() {
			return poster((request) -> parameters(request.servletRequest()));
		}

		@Bean
		@Route("/h/parts")
		RequestHandler parts() {
			return poster((request) -> parts(request.servletRequest()));
		}

		private static RequestHandler poster(HostileApplication.Answer answer) {
			return new RequestHandler() {

				@Override
				public ServerResponse doPost(ServerRequest request) throws Exception {
					return ServerResponse.ok().body(answer.to(request).toString());
				}

			};
		}

		static String parameters(HttpServletRequest request) {
			StringBuilder text = new StringBuilder();
			request.getParameterMap().forEach((name, values) -> text.append(name).append(List.of(values)));
			return text.toString();
		}

		static String parts(HttpServletRequest request) throws Exception {
			return request.getParts().size() + new String(request.getPart("p").getInputStream().readAllBytes());
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/c/x/{id}")
		ResponseEntity<String> variable(@PathVariable String id) {
			return ResponseEntity.ok().eTag("\"v1\"").body("id " + id);
		}

		@PostMapping("/c/text")
		String text(@RequestBody String body) {
			return body;
		}

		@PostMapping("/c/json")
		String json(@RequestBody Entity entity) {
			return String.valueOf(entity.a());
		}

		@PostMapping("/c/form")
		String form(HttpServletRequest request) {
			return Application.parameters(request);
		}

		@PostMapping("/c/parts")
		String parts(HttpServletRequest request) throws Exception {
			return Application.parts(request);
		}

	}

	record Entity(String a) {
	}

}
