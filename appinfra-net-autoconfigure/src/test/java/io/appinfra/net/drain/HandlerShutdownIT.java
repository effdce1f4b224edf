package io.appinfra.net.drain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
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
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.fixture.SocketClient;
import io.appinfra.net.http.OpenConnections;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.http.servlet.OpenStreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is open as the application is closed, on a real web server. A phase of
 * the shutdown may take so long that a test which waits for its end fails.
 */
@Tag("http-full")
@Tag("threads")
@ExtendWith(OutputCaptureExtension.class)
class HandlerShutdownIT {

	private static final String LAST_CHUNK = "0";

	private final Answers answers = new Answers();

	private TestServer server;

	private int port;

	@BeforeEach
	void start() {
		Application.answers = this.answers;
		this.server = TestServer.start(Application.class, "spring.lifecycle.timeout-per-shutdown-phase=10m");
		this.port = this.server.port();
	}

	@AfterEach
	void stop() {
		this.answers.pending.values().forEach((answer) -> answer.complete("too late"));
		this.server.close();
	}

	@Test
	void streamsWhenClosedEndNormallyAfterListener(CapturedOutput output) throws Exception {
		try (Socket first = open("/events"); Socket second = open("/events")) {
			BufferedReader reader = awaitLine(reader(first), "data:hello");
			awaitLine(reader(second), "data:hello");
			CompletableFuture<Void> closed = close();
			awaitLine(reader, LAST_CHUNK);
			assertRefused();
			closed.get(60, TimeUnit.SECONDS);
		}
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	@DisabledIfSystemProperty(named = TestServer.SERVER_PROPERTY, matches = "jetty",
			disabledReason = "Jetty does not wait until its listener is closed")
	void connectionsWhenClosedEndAfterListener() {
		ConnectionProbe probe = this.server.context().getBean(ConnectionProbe.class);
		probe.port = this.port;
		this.server.close();
		assertThat(probe.refused).isTrue();
	}

	@Test
	void streamWhenOpenedTooLateIsEndedAtOnce() throws IOException {
		OpenStreams streams = this.server.context().getBean(OpenStreams.class);
		streams.end();
		try (Socket socket = open("/events")) {
			awaitLine(awaitLine(reader(socket), "data:hello"), LAST_CHUNK);
		}
		streams.admit();
		try (Socket socket = open("/events")) {
			BufferedReader reader = awaitLine(reader(socket), "data:hello");
			streams.end();
			awaitLine(reader, LAST_CHUNK);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "async", "stream", "blocking" })
	void answerWhenInFlightIsFinished(String kind) throws Exception {
		try (Socket socket = this.server.open("GET", "/pending/" + kind)) {
			Awaitility.await().until(() -> this.answers.pending.containsKey(kind));
			CompletableFuture<Void> closed = close();
			Awaitility.await().untilAsserted(this::assertRefused);
			this.answers.pending.get(kind).complete("whole");
			assertThat(socket.getInputStream().readAllBytes()).asString().startsWith("HTTP/1.1 200").contains("whole");
			closed.get(60, TimeUnit.SECONDS);
		}
	}

	@Test
	void answerWhenShutdownHasBegunEndsItsConnection() throws Exception {
		try (Socket socket = open("/pending/late")) {
			Awaitility.await().until(() -> this.answers.pending.containsKey("late"));
			CompletableFuture<Void> closed = close();
			Awaitility.await().untilAsserted(this::assertRefused);
			this.answers.pending.get("late").complete("whole");
			assertThat(reader(socket).lines()).contains("Connection: close", "whole");
			closed.get(60, TimeUnit.SECONDS);
		}
	}

	@Test
	void answerWhenRunningKeepsItsConnection() {
		CompletableFuture<HttpResponse<String>> response = CompletableFuture
			.supplyAsync(() -> this.server.get("/pending/kept"));
		Awaitility.await().until(() -> this.answers.pending.containsKey("kept"));
		this.answers.pending.get("kept").complete("whole");
		assertThat(response.join().headers().map()).doesNotContainKey("connection");
	}

	@Test
	void sessionsWhenClosedAreGoingAway(CapturedOutput output) throws Exception {
		HttpClient client = HttpClient.newHttpClient();
		SocketClient first = SocketClient.connect(client, this.port, "/socket");
		SocketClient second = SocketClient.connect(client, this.port, "/socket");
		Awaitility.await().untilAtomic(this.answers.opened, Matchers.equalTo(2));
		CompletableFuture<Void> closed = close();
		assertThat(first.awaitClosed()).isEqualTo(CloseStatus.GOING_AWAY.getCode());
		assertThat(second.awaitClosed()).isEqualTo(CloseStatus.GOING_AWAY.getCode());
		closed.get(60, TimeUnit.SECONDS);
		Awaitility.await().until(() -> this.answers.closed.size() == 2);
		assertThat(this.answers.closed).containsOnly(CloseStatus.GOING_AWAY.getCode());
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void sessionWhenClientDoesNotConfirmHoldsUpNobody() throws Exception {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.getOutputStream().write("""
					GET /socket HTTP/1.1\r
					Host: localhost\r
					Connection: Upgrade\r
					Upgrade: websocket\r
					Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
					Sec-WebSocket-Version: 13\r
					\r
					""".getBytes(StandardCharsets.ISO_8859_1));
			assertThat(socket.getInputStream().read()).isEqualTo('H');
			Awaitility.await().untilAtomic(this.answers.opened, Matchers.equalTo(1));
			close().get(60, TimeUnit.SECONDS);
			assertThat(closeStatus(socket.getInputStream().readAllBytes())).isEqualTo(CloseStatus.GOING_AWAY.getCode());
		}
	}

	/**
	 * Return the status of the close frame after the answer to the handshake (RFC 6455,
	 * sections 5.2 and 5.5.1).
	 */
	private static int closeStatus(byte[] received) {
		ByteBuffer frame = ByteBuffer.wrap(received);
		frame.position(new String(received, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4);
		assertThat(frame.get()).isEqualTo((byte) 0x88);
		assertThat(frame.get()).isBetween((byte) 2, (byte) 125);
		return Short.toUnsignedInt(frame.getShort());
	}

	private CompletableFuture<Void> close() {
		return CompletableFuture.runAsync(this.server::close);
	}

	private void assertRefused() {
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("localhost", this.port).close());
	}

	private Socket open(String path) throws IOException {
		Socket socket = new Socket("localhost", this.port);
		socket.setSoTimeout(60_000);
		socket.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

	private static BufferedReader reader(Socket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
	}

	private static BufferedReader awaitLine(BufferedReader reader, String expected) throws IOException {
		String line = "";
		while (!line.equals(expected)) {
			line = reader.readLine();
			assertThat(line).as("Line before " + expected).isNotNull();
		}
		return reader;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static Answers answers;

		@Bean
		@Route("/events")
		RequestHandler events() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.sse((events) -> sendHello(events), Duration.ZERO);
				}

			};
		}

		private static void sendHello(ServerResponse.SseBuilder events) {
			try {
				events.send("hello");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Bean
		@Route("/pending/{kind}")
		RequestHandler work() {
			return answers;
		}

		@Bean
		ConnectionProbe probe() {
			return new ConnectionProbe();
		}

		@Bean
		@Route("/socket")
		WebSocketHandler socket() {
			return new TextWebSocketHandler() {

				@Override
				public void afterConnectionEstablished(WebSocketSession session) {
					answers.opened.incrementAndGet();
				}

				@Override
				public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
					answers.closed.add(status.getCode());
				}

			};
		}

	}

	static class ConnectionProbe implements OpenConnections {

		private volatile int port;

		private volatile boolean refused;

		@Override
		public void admit() {
		}

		@Override
		public CompletableFuture<?> end() {
			try (Socket socket = new Socket("localhost", this.port)) {
				this.refused = !socket.isConnected();
			}
			catch (IOException ex) {
				this.refused = true;
			}
			return CompletableFuture.completedFuture(null);
		}

	}

	static class Answers implements RequestHandler {

		private final ConcurrentHashMap<String, CompletableFuture<String>> pending = new ConcurrentHashMap<>();

		private final Queue<Integer> closed = new ConcurrentLinkedQueue<>();

		private final AtomicInteger opened = new AtomicInteger();

		@Override
		public ServerResponse doGet(ServerRequest request) {
			CompletableFuture<String> text = new CompletableFuture<>();
			this.pending.put(request.pathVariable("kind"), text);
			return switch (request.pathVariable("kind")) {
				case "async" -> ServerResponse.async(text.thenApply(ServerResponse.ok()::body));
				case "stream" -> ServerResponse.ok()
					.contentType(MediaType.TEXT_PLAIN)
					.stream((stream) -> text.thenAccept((body) -> write(stream, body)));
				default -> ServerResponse.ok().body(text.join());
			};
		}

		private static void write(ServerResponse.StreamBuilder stream, String body) {
			try {
				stream.write(body).flush();
				stream.complete();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
