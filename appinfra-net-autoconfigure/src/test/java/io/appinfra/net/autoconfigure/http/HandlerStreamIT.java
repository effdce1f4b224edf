package io.appinfra.net.autoconfigure.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handlers that answer asynchronously or in parts, on a real web server.
 */
@Tag("http")
@Tag("threads")
@ExtendWith(OutputCaptureExtension.class)
class HandlerStreamIT {

	private static TestServer server;

	/**
	 * Tomcat loses count of an asynchronous request whose client leaves before the
	 * container's thread has left it, and then waits in vain when it stops.
	 */
	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "spring.lifecycle.timeout-per-shutdown-phase=3s");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void asyncWhenCompletedLaterIsAnswered() {
		assertThat(server.get("/stream/async").body()).isEqualTo("later");
	}

	@Test
	void asyncWhenBodyIsCompletedLaterIsAnswered() {
		assertThat(server.get("/stream/async-body").body()).isEqualTo("later");
	}

	@Test
	void asyncWhenNotCompletedInTimeIsServiceUnavailable() {
		assertThat(server.get("/stream/never").statusCode()).isEqualTo(503);
		assertThat(server.get("/stream/never").body()).contains("\"status\":503");
	}

	@Test
	void streamWhenWrittenInPartsIsAnswered() {
		assertThat(server.get("/stream/parts").body()).isEqualTo("one,two");
	}

	@Test
	void sseWhenEventsAreSentArriveOneByOne() throws IOException {
		try (Socket socket = server.open("GET", "/stream/events")) {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
			assertThat(readUntil(reader, "data:")).isEqualTo("data:0");
			Application.streams.firstArrived.countDown();
			assertThat(readUntil(reader, "data:")).isEqualTo("data:1");
			assertThat(readUntil(reader, "data:")).isEqualTo("data:{\"n\":2}");
		}
	}

	@Test
	void sseWhenTimedOutEndsNormally(CapturedOutput output) throws IOException {
		assertThat(server.exchangeChunks("/stream/idle-events")).contains("data:0").endsWith(TestServer.LAST_CHUNK);
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void sseWhenClientIsGoneIsNoError(CapturedOutput output) throws Exception {
		openAndLeave("/stream/endless-events");
		assertThat(Application.streams.eventsEnded.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(server.get("/stream/parts").statusCode()).isEqualTo(200);
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	@EnabledIfSystemProperty(named = TestServer.SERVER_PROPERTY, matches = "jetty")
	void sseWhenClientIsGoneOnJettyEndsRequest() throws Exception {
		openAndLeave("/stream/endless-events");
		assertThat(Application.streams.eventsCompleted.await(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void writeWhenClientIsGoneIsNoError(CapturedOutput output) throws Exception {
		openAndLeave("/stream/endless");
		assertThat(Application.streams.endlessEnded.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(server.get("/stream/parts").statusCode()).isEqualTo(200);
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "endless-events", "later-endless-events", "completed-endless-events", "endless-parts" })
	void headWhenStreamHasNoEndIsAnsweredAndDoesNotBeginIt(String kind) throws IOException {
		String head = server.exchange("HEAD", "/stream/" + kind);
		assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n").doesNotContain("Content-Length");
		assertThat(head).contains(kind.endsWith("events") ? "Content-Type: text/event-stream" : "ETag: \"v1\"");
		assertThat(server.get("/stream/parts").body()).isEqualTo("one,two");
	}

	private static void openAndLeave(String path) throws IOException {
		try (Socket socket = server.open("GET", path)) {
			socket.setSoLinger(true, 0);
			assertThat(socket.getInputStream().read()).isEqualTo('H');
		}
	}

	private static String readUntil(BufferedReader reader, String prefix) throws IOException {
		String line = reader.readLine();
		while (!line.startsWith(prefix)) {
			line = reader.readLine();
		}
		return line;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static final StreamHandler streams = new StreamHandler();

		@Bean
		StreamHandler streams() {
			return streams;
		}

	}

	@Route("/stream/{kind}")
	static class StreamHandler implements RequestHandler {

		private final ExecutorService executor = Executors.newCachedThreadPool();

		private final CountDownLatch firstArrived = new CountDownLatch(1);

		private final CountDownLatch eventsEnded = new CountDownLatch(1);

		private final CountDownLatch eventsCompleted = new CountDownLatch(1);

		private final CountDownLatch endlessEnded = new CountDownLatch(1);

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return switch (request.pathVariable("kind")) {
				case "async" -> ServerResponse
					.async(CompletableFuture.supplyAsync(() -> ServerResponse.ok().body("later"), this.executor));
				case "async-body" ->
					ServerResponse.ok().body(CompletableFuture.supplyAsync(() -> "later", this.executor));
				case "never" -> ServerResponse.async(new CompletableFuture<ServerResponse>(), Duration.ofMillis(50));
				case "parts" -> ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).stream((stream) -> {
					unchecked(() -> stream.write("one,").write("two").flush());
					stream.complete();
				});
				case "events" -> ServerResponse.sse((sse) -> this.executor.execute(() -> sendThree(sse)));
				case "idle-events" ->
					ServerResponse.sse((sse) -> unchecked(() -> sse.send("0")), Duration.ofMillis(50));
				case "endless-events" ->
					ServerResponse.sse((sse) -> this.executor.execute(() -> sendUntilGone(sse)), Duration.ZERO);
				case "later-endless-events" -> ServerResponse.async(CompletableFuture.supplyAsync(
						() -> ServerResponse.sse((sse) -> this.executor.execute(() -> sendUntilGone(sse))),
						CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, this.executor)));
				case "completed-endless-events" -> ServerResponse.async(CompletableFuture
					.completedFuture(ServerResponse.sse((sse) -> this.executor.execute(() -> sendUntilGone(sse)))));
				case "endless-parts" ->
					ServerResponse.ok().eTag("v1").stream((stream) -> unchecked(() -> stream.write("part").flush()));
				case "endless" -> ServerResponse.ok().build((servletRequest, response) -> {
					try {
						while (true) {
							response.getOutputStream().write(new byte[8192]);
						}
					}
					finally {
						this.endlessEnded.countDown();
					}
				});
				default -> throw new IllegalArgumentException();
			};
		}

		private void sendThree(ServerResponse.SseBuilder sse) {
			unchecked(() -> {
				sse.send("0");
				assertThat(this.firstArrived.await(60, TimeUnit.SECONDS)).isTrue();
				sse.send("1");
				sse.send(Map.of("n", 2));
			});
			sse.complete();
		}

		private void sendUntilGone(ServerResponse.SseBuilder sse) {
			sse.onComplete(this.eventsCompleted::countDown);
			try {
				while (true) {
					sse.send("x".repeat(8192));
				}
			}
			catch (IOException ex) {
				this.eventsEnded.countDown();
			}
		}

		private static void unchecked(Action action) {
			try {
				action.run();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		interface Action {

			void run() throws Exception;

		}

	}

}
