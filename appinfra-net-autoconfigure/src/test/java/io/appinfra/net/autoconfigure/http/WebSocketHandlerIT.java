package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

import io.appinfra.net.fixture.FixedAnswer;
import io.appinfra.net.fixture.SocketClient;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for WebSocket endpoints, on a real web server.
 */
@Tag("http")
@Tag("threads")
@ExtendWith(OutputCaptureExtension.class)
class WebSocketHandlerIT {

	private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	private static final HttpClient client = HttpClient.newHttpClient();

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
	void messageWhenSentReachesHandler() throws InterruptedException {
		SocketClient socket = connect("/chat/kitchen");
		assertThat(socket.receive()).isEqualTo("welcome to kitchen");
		socket.send("hello");
		assertThat(socket.receive()).isEqualTo("kitchen: hello");
		socket.close();
	}

	@Test
	void pathVariablesWhenEncodedAreDecoded() throws InterruptedException {
		SocketClient socket = connect("/chat/living%20room");
		assertThat(socket.receive()).isEqualTo("welcome to living room");
		socket.close();
	}

	@Test
	void pathWhenSeveralMatchIsOfMostSpecificHandler() {
		assertThat(server.get("/chat/rules").body()).isEqualTo("be kind");
		assertThat(server.get("/chat/other").statusCode()).isEqualTo(426);
	}

	@Test
	void getWhenNoUpgradeIsRefused() {
		HttpResponse<String> response = server.get("/chat/kitchen");
		assertThat(response.statusCode()).isEqualTo(426);
		assertThat(response.headers().firstValue("Upgrade")).hasValue("websocket");
		assertThat(response.headers().firstValue("Sec-WebSocket-Version")).hasValue("13");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("This path speaks the WebSocket protocol only.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "OPTIONS", "HEAD" })
	void methodWhenOtherThanGetIsNotAllowed(String method) {
		HttpResponse<String> response = server.send(method, "/chat/kitchen", "");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).hasValue("GET");
	}

	@Test
	void connectWhenNotHttp2IsNotAllowed() throws IOException {
		assertThat(handshake("CONNECT", "/chat/kitchen", Map.of())).doesNotContain(" 101 ", " 500 ");
	}

	@ParameterizedTest
	@CsvSource({ "Sec-WebSocket-Version,8,426", "Sec-WebSocket-Key,short,400", "Sec-WebSocket-Key,###,400",
			"Sec-WebSocket-Key,'',400", "Upgrade,other/1,426" })
	void handshakeWhenHeaderIsWrongIsRefused(String name, String value, int status) throws IOException {
		assertThat(handshake("GET", "/chat/kitchen", Map.of(name, value))).startsWith("HTTP/1.1 " + status + " ")
			.contains("\"status\":" + status)
			.doesNotContain("Exception");
	}

	/**
	 * Jetty refuses it by itself.
	 */
	@Test
	void handshakeWhenConnectionIsNotUpgradedIsRefused() throws IOException {
		assertThat(handshake("GET", "/chat/kitchen", Map.of("Connection", "close")))
			.matches("(?s)HTTP/1.1 4(26|00) .*");
	}

	@Test
	void handshakeWhenProtocolIsTooOldIsRefused() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.send("GET /chat/kitchen HTTP/1.0\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
			assertThat(client.readHead()).matches("(?s)HTTP/1.[01] 426 .*");
		}
	}

	@Test
	void handshakeWhenOriginIsForeignIsForbidden() throws IOException {
		assertThat(handshake("GET", "/chat/kitchen", Map.of("Origin", "http://evil.example")))
			.startsWith("HTTP/1.1 403 ");
	}

	@Test
	void handshakeWhenOriginIsSameIsAccepted() throws InterruptedException {
		SocketClient socket = connect("/chat/kitchen", "Origin", "http://localhost:" + server.port());
		assertThat(socket.receive()).isEqualTo("welcome to kitchen");
		socket.close();
	}

	@Test
	void handshakeWhenInterceptorRefusesIsForbidden() throws IOException {
		assertThat(handshake("GET", "/chat/closed", Map.of())).startsWith("HTTP/1.1 403 ");
	}

	@Test
	void handshakeWhenInterceptorThrowsErrorResponseIsItsStatus() throws IOException {
		assertThat(handshake("GET", "/chat/paid", Map.of())).startsWith("HTTP/1.1 402 ").contains("\"status\":402");
	}

	@Test
	void handshakeWhenInterceptorFailsIsLoggedOnce(CapturedOutput output) throws IOException {
		assertThat(handshake("GET", "/chat/broken", Map.of())).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
		assertThat(output.getOut().split(" ERROR ", -1)).hasSize(2);
		assertThat(output).contains("Handler 'chat' failed: GET /chat/broken", "secret");
	}

	@ParameterizedTest
	@CsvSource({ "at a message,throw", "at a message,throw-error", "as the session began,late" })
	void handlerWhenItThrowsClosesSessionAndLogsOnce(String moment, String how, CapturedOutput output)
			throws InterruptedException {
		SocketClient socket = connect(how.equals("late") ? "/chat/late" : "/chat/kitchen");
		if (!how.equals("late")) {
			socket.send(how);
		}
		assertThat(socket.awaitClosed()).isEqualTo(CloseStatus.SERVER_ERROR.getCode());
		Awaitility.await().until(() -> output.getOut().contains("Handler 'chat' failed " + moment + ": "));
		messageWhenSentReachesHandler();
		assertThat(output.getOut().split(" (ERROR|WARN) ", -1)).hasSize(2);
	}

	@Test
	void handlerWhenClientIsGoneIsNoError(CapturedOutput output) throws Exception {
		try (Socket socket = open("GET", "/chat/talker", Map.of())) {
			assertThat(socket.getInputStream().read()).isEqualTo('H');
			socket.setSoLinger(true, 0);
		}
		Awaitility.await().until(() -> Chat.talkerEnded);
		messageWhenSentReachesHandler();
		assertThat(output).doesNotContain(" ERROR ", " WARN ");
	}

	@Test
	void uriWhenObservedIsPattern() throws InterruptedException {
		messageWhenSentReachesHandler();
		MeterRegistry registry = server.context().getBean(MeterRegistry.class);
		Awaitility.await()
			.until(() -> registry.find("http.server.requests")
				.tags("method", "GET", "uri", "/chat/{room}", "status", "101", "exception", "none")
				.timer() != null);
	}

	private static SocketClient connect(String path, String... headers) {
		return SocketClient.connect(client, server.port(), path, headers);
	}

	private static String handshake(String method, String path, Map<String, String> headers) throws IOException {
		try (Socket socket = open(method, path, headers)) {
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	private static Socket open(String method, String path, Map<String, String> headers) throws IOException {
		StringBuilder request = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path));
		Map<String, String> all = new LinkedHashMap<>(Map.of("Connection", "Upgrade", "Upgrade", "websocket",
				"Sec-WebSocket-Key", KEY, "Sec-WebSocket-Version", "13"));
		all.putAll(headers);
		all.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
		Socket socket = new Socket("localhost", server.port());
		socket.setSoTimeout(60_000);
		socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Route("/chat/{room}")
		WebSocketHandler chat() {
			return new Chat();
		}

		@Bean
		@Route("/chat/rules")
		RequestHandler rules() {
			return new FixedAnswer("be kind");
		}

		@Bean
		HandshakeInterceptor doorkeeper() {
			return new Doorkeeper();
		}

	}

	static class Chat extends TextWebSocketHandler {

		private static volatile boolean talkerEnded;

		@Override
		public void afterConnectionEstablished(WebSocketSession session) throws Exception {
			String room = (String) session.getAttributes().get("room");
			if (room.equals("late")) {
				throw new IllegalStateException("late");
			}
			if (room.equals("talker")) {
				talk(session);
			}
			session.sendMessage(new TextMessage("welcome to " + room));
		}

		private static void talk(WebSocketSession session) throws IOException {
			try {
				while (true) {
					session.sendMessage(new TextMessage("x".repeat(8192)));
				}
			}
			finally {
				talkerEnded = true;
			}
		}

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) throws Exception {
			switch (message.getPayload()) {
				case "throw" -> throw new IllegalArgumentException("thrown");
				case "throw-error" -> throw new AssertionError("thrown");
				default -> session.sendMessage(
						new TextMessage("%s: %s".formatted(session.getAttributes().get("room"), message.getPayload())));
			}
		}

	}

	static class Doorkeeper implements HandshakeInterceptor {

		@Override
		public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Map<String, Object> attributes) {
			return switch ((String) attributes.get("room")) {
				case "closed" -> false;
				case "paid" -> throw new ResponseStatusException(HttpStatus.PAYMENT_REQUIRED);
				case "broken" -> throw new IllegalStateException("secret");
				default -> true;
			};
		}

		@Override
		public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Exception exception) {
		}

	}

}
