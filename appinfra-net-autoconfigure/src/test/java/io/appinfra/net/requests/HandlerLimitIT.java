package io.appinfra.net.requests;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.autoconfigure.http.RawClient;
import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits of handlers.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("http")
@Tag("threads")
class HandlerLimitIT {

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "appinfra.net.handler-defaults.max-body-size=1KB",
				"appinfra.net.handlers.slow-reader.read-timeout=300ms",
				"appinfra.net.handlers.slow-reader.max-body-size=1MB", "appinfra.net.handlers.narrow.max-concurrent=2",
				"appinfra.net.handlers.timed.timeout=500ms", "appinfra.net.handlers.limited.timeout=2s",
				"spring.mvc.async.request-timeout=20s");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void bodyWhenAsLargeAsAllowedIsRead() {
		HttpResponse<String> response = server.send("POST", "/echo", "x".repeat(1024));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).hasSize(1024);
	}

	@Test
	void bodyWhenAnnouncedTooLargeIsRefusedBeforeItIsSent() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /echo", "Content-Length: 1025");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 413")
				.contains("application/problem+json", "1024 bytes");
		}
	}

	@Test
	void bodyWhenAnnouncedTooLargeAndSentAllTheSameIsRefused() {
		assertThat(server.send("POST", "/echo", "x".repeat(500_000)).statusCode()).isEqualTo(413);
	}

	@Test
	void bodyWhenMuchTooLargeIsRefusedAndConnectionEnds() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /echo", "Content-Length: 99999999");
			assertThat(client.readAll()).startsWith("HTTP/1.1 413");
		}
	}

	@Test
	void bodyWhenChunkedIsCounted() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /echo", "Transfer-Encoding: chunked");
			client.sendChunk("x".repeat(1000)).sendChunk("y".repeat(24)).sendChunk("z");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 413");
		}
	}

	@Test
	void bodyWhenChunkedIsJustSmallEnoughIsRead() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /echo", "Transfer-Encoding: chunked");
			client.sendChunk("x".repeat(1000)).sendChunk("y".repeat(24)).sendChunk("");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("x" + "y".repeat(24));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 3100", "Transfer-Encoding: chunked" })
	void bodyWhenFormIsCounted(String header) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /form", header, "Content-Type: application/x-www-form-urlencoded");
			client.sendChunk("name=" + "x".repeat(3000)).sendChunk("");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 413");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 3100", "Transfer-Encoding: chunked" })
	void bodyWhenMultipartIsCounted(String header) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /parts", header, "Content-Type: multipart/form-data; boundary=b");
			client
				.sendChunk("--b\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\n" + "x".repeat(3000)
						+ "\r\n--b--\r\n")
				.sendChunk("");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 413");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void formWhenReadHasParametersOfQueryAndBody(boolean atOnce) throws IOException {
		String body = "name=b%C3%A4r&name=c";
		String head = "POST /form?name=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
			.formatted(body.length());
		try (RawClient client = new RawClient(server.port())) {
			if (atOnce) {
				client.send(head + body);
			}
			else {
				client.send(head + "name=").send("b%C3%A4r&").send("name=c");
			}
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("[a, b\u00e4r, c]");
		}
	}

	@Test
	void bodyWhenTooSlowIsTimedOutAndConnectionEnds(CapturedOutput output) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /slow", "Content-Length: 100").send("abc");
			assertThat(client.readAll()).startsWith("HTTP/1.1 408").contains("application/problem+json");
		}
		assertThat(server.get("/echo").statusCode()).isEqualTo(200);
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void bodyWhenByteAfterByteIsTimedOut() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /slow", "Transfer-Encoding: chunked");
			Trickle trickle = new Trickle(client);
			trickle.start();
			assertThat(client.readHead()).startsWith("HTTP/1.1 408");
		}
	}

	@Test
	void bodyWhenClientGoesAwayNeverReachesHandler(CapturedOutput output) throws IOException {
		int before = Application.calls.size();
		for (String header : List.of("Content-Length: 100", "Transfer-Encoding: chunked")) {
			try (RawClient client = new RawClient(server.port())) {
				client.sendHead("POST /echo", header).sendChunk("abc");
			}
		}
		assertThat(server.send("POST", "/echo", "last").body()).isEqualTo("last");
		assertThat(Application.calls.subList(before, Application.calls.size())).containsExactly("last");
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void answerWhenBodyIsSlowHasItsTimeAllTheSame() throws Exception {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /limited", "Content-Length: 3");
			for (int i = 0; i < 3; i++) {
				TimeUnit.MILLISECONDS.sleep(800);
				client.send("x");
			}
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("xxx");
		}
	}

	@Test
	void answerWhenTooLateInterruptsHandler(CapturedOutput output) {
		HttpResponse<String> response = server.get("/timed/sleep");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(output).contains("Handler 'timed' was interrupted, its answer took too long: GET /timed/sleep");
	}

	@Test
	void answerWhenInterruptIsSwallowedIsTooLateAllTheSame() {
		assertThat(server.get("/timed/swallow").statusCode()).isEqualTo(503);
	}

	@Test
	void answerWhenAsynchronousAndTooLateIsServiceUnavailable() {
		assertThat(server.get("/timed/async").statusCode()).isEqualTo(503);
	}

	@Test
	void answerWhenStreamTakesLongerIsComplete() {
		assertThat(server.get("/timed/stream").body()).isEqualTo("begin end");
	}

	@Test
	void requestsWhenMoreThanAllowedAreRefused() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> admitted = new ArrayList<>();
		for (String kind : List.of("wait", "async")) {
			admitted.add(CompletableFuture.supplyAsync(() -> server.get("/narrow/" + kind)));
		}
		assertThat(Narrow.entered.await(60, TimeUnit.SECONDS)).isTrue();
		HttpResponse<String> refused = server.get("/narrow/more");
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
		Narrow.go.countDown();
		Narrow.result.complete(ServerResponse.ok().body("done"));
		for (CompletableFuture<HttpResponse<String>> future : admitted) {
			assertThat(future.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
		}
		Awaitility.await().untilAsserted(() -> assertThat(server.get("/narrow/more").statusCode()).isEqualTo(200));
	}

	/**
	 * A client that sends one byte after the other for as long as it can.
	 */
	static final class Trickle extends Thread {

		private final RawClient client;

		Trickle(RawClient client) {
			this.client = client;
		}

		@Override
		public void run() {
			try {
				while (true) {
					this.client.sendChunk("x");
					TimeUnit.MILLISECONDS.sleep(5);
				}
			}
			catch (IOException | InterruptedException expected) {
				// the server has had enough
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		@Route("/echo")
		Poster echo() {
			return new Poster((request) -> {
				String body = request.body(String.class);
				calls.add(body);
				return body;
			}) {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().body("here");
				}

			};
		}

		@Bean
		@Route("/form")
		Poster form() {
			return new Poster((request) -> request.params().get("name").toString());
		}

		@Bean
		@Route("/parts")
		Poster parts() {
			return new Poster((request) -> String.valueOf(request.multipartData().size()));
		}

		@Bean
		@Route("/slow")
		Poster slowReader() {
			return new Poster((request) -> request.body(String.class));
		}

		@Bean
		@Route("/limited")
		Poster limited() {
			return new Poster((request) -> request.body(String.class));
		}

		@Bean
		Narrow narrow() {
			return new Narrow();
		}

		@Bean
		Timed timed() {
			return new Timed();
		}

	}

	static class Poster implements RequestHandler {

		private final Answer answer;

		Poster(Answer answer) {
			this.answer = answer;
		}

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			return ServerResponse.ok().body(this.answer.to(request));
		}

		interface Answer {

			String to(ServerRequest request) throws Exception;

		}

	}

	@Route("/narrow/{kind}")
	static class Narrow implements RequestHandler {

		private static final CountDownLatch entered = new CountDownLatch(2);

		private static final CountDownLatch go = new CountDownLatch(1);

		private static final CompletableFuture<ServerResponse> result = new CompletableFuture<>();

		@Override
		public ServerResponse doGet(ServerRequest request) throws Exception {
			entered.countDown();
			if (request.pathVariable("kind").equals("async")) {
				return ServerResponse.async(result);
			}
			assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
			return ServerResponse.ok().body("done");
		}

	}

	@Route("/timed/{kind}")
	static class Timed implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) throws Exception {
			CountDownLatch never = new CountDownLatch(1);
			return switch (request.pathVariable("kind")) {
				case "sleep" -> {
					never.await();
					yield ServerResponse.ok().build();
				}
				case "swallow" -> {
					try {
						never.await();
					}
					catch (InterruptedException swallowed) {
						// as much code does
					}
					yield ServerResponse.ok().build();
				}
				case "async" -> ServerResponse.async(new CompletableFuture<ServerResponse>());
				default -> ServerResponse.ok().stream((stream) -> {
					try {
						stream.write("begin ").flush();
						CompletableFuture.delayedExecutor(800, TimeUnit.MILLISECONDS).execute(() -> end(stream));
					}
					catch (IOException ex) {
						stream.error(ex);
					}
				});
			};
		}

		private static void end(ServerResponse.StreamBuilder stream) {
			try {
				stream.write("end");
				stream.complete();
			}
			catch (IOException ex) {
				stream.error(ex);
			}
		}

	}

}
