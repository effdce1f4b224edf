package io.appinfra.net.drain;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.fixture.FixedAnswer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.shutdown.DrainLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what clients meet while the application drains, on a real web server.
 */
@Tag("http-full")
class DrainIT {

	private static final String LONG_PHASE = "spring.lifecycle.timeout-per-shutdown-phase=5m";

	private static final Executor CLIENTS = (client) -> {
		Thread thread = new Thread(client, "client");
		thread.setDaemon(true);
		thread.start();
	};

	private static final List<String> PATHS = List.of("/controller", "/handler", "/static.txt", "/missing");

	@Test
	void responsesWhenDrainingEndTheirConnectionsWhoeverAnswers() throws Exception {
		try (TestServer server = TestServer.start(Application.class, "management.server.port=0");
				Socket kept = server.open();
				Socket probe = new Socket("localhost", managementPort(server))) {
			for (String path : PATHS) {
				assertThat(exchange(kept, path)).as(path).doesNotContainIgnoringCase("connection: close");
			}
			assertThat(exchange(probe, "/actuator/health")).doesNotContainIgnoringCase("connection: close");
			server.context().getBean(DrainLifecycle.class).stop();
			assertThat(exchange(probe, "/actuator/health")).containsIgnoringCase("connection: close");
			for (String path : List.of(PATHS.get(0), PATHS.get(1), PATHS.get(2), PATHS.get(3), "/failing")) {
				try (Socket socket = server.open()) {
					assertThat(exchange(socket, path)).as(path).containsIgnoringCase("connection: close");
					assertThat(socket.getInputStream().readAllBytes()).as(path).isNotNull();
				}
			}
		}
	}

	/**
	 * The test framework pauses contexts that it keeps for other tests.
	 */
	@Test
	void responsesWhenContextIsPausedKeepTheirConnection() throws Exception {
		try (TestServer server = TestServer.start(Application.class); Socket kept = server.open()) {
			server.context().pause();
			assertThat(server.context().getBean(DrainLifecycle.class).isRunning()).isTrue();
			for (String path : PATHS) {
				assertThat(exchange(kept, path)).as(path).doesNotContainIgnoringCase("connection: close");
			}
			server.context().restart();
			assertThat(exchange(kept, "/handler")).startsWith("HTTP/1.1 200");
		}
	}

	private static int managementPort(TestServer server) {
		return server.context().getEnvironment().getRequiredProperty("local.management.port", int.class);
	}

	@Test
	void requestWhenItArrivesOnAKeptConnectionAfterTheListenerIsClosedIsAnswered() throws Exception {
		try (TestServer server = TestServer.start(Application.class, "appinfra.net.shutdown.drain-quiet=6s");
				Socket first = server.open();
				Socket second = server.open()) {
			exchange(first, "/controller");
			exchange(second, "/controller");
			int port = server.port();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
			Awaitility.await().until(() -> isRefused(port));
			for (Socket kept : new Socket[] { first, second }) {
				assertThat(exchange(kept, "/controller")).startsWith("HTTP/1.1 200")
					.containsIgnoringCase("connection: close");
			}
			closed.get(60, TimeUnit.SECONDS);
		}
	}

	/**
	 * A load balancer does not repeat a POST that it has sent. A client whose handshake
	 * is under way as the port closes is reset by the operating system: few of these,
	 * which connect again and again.
	 */
	@Test
	void requestWhenItsConnectionIsEstablishedBeforeThePortClosesIsAnswered() {
		Assumptions.assumeTrue(ClassUtils.isPresent("org.apache.catalina.startup.Tomcat", null), "Jetty has no hook");
		AtomicLong reset = new AtomicLong();
		for (int round = 0; round < 4; round++) {
			TestServer server = TestServer.start(Application.class, "appinfra.net.shutdown.drain-quiet=200ms");
			int port = server.port();
			AtomicLong answered = new AtomicLong();
			List<CompletableFuture<Void>> clients = IntStream.range(0, 8)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> sendUntilRefused(port, answered, reset), CLIENTS))
				.toList();
			Awaitility.await().until(() -> answered.get() > 100);
			server.close();
			assertThat(clients).allSatisfy((client) -> assertThat(client).succeedsWithin(Duration.ofSeconds(60)));
		}
		System.out.println(reset + " of 32 clients were reset");
		assertThat(reset).hasValueLessThan(4);
	}

	private static void sendUntilRefused(int port, AtomicLong answered, AtomicLong reset) {
		try {
			while (true) {
				try (Socket socket = new Socket("localhost", port)) {
					assertThat(exchange(socket, "/controller")).startsWith("HTTP/1.1 200");
					answered.incrementAndGet();
				}
			}
		}
		catch (ConnectException ex) {
			// The port is closed.
		}
		catch (IOException ex) {
			reset.incrementAndGet();
		}
	}

	@Test
	void closeWhenNoConnectionIsLeftDoesNotWait() {
		TestServer server = TestServer.start(Application.class, "appinfra.net.shutdown.drain-quiet=4m", LONG_PHASE);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
		assertThat(closed).succeedsWithin(Duration.ofSeconds(60));
	}

	@Test
	void closeWhenItIsQuietEndsConnectionsThatAreKept() throws Exception {
		TestServer server = TestServer.start(Application.class, "appinfra.net.shutdown.drain-quiet=300ms", LONG_PHASE);
		try (Socket kept = server.open()) {
			exchange(kept, "/controller");
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
			assertThat(closed).succeedsWithin(Duration.ofSeconds(60));
		}
	}

	private static boolean isRefused(int port) throws IOException {
		try {
			new Socket("localhost", port).close();
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
		catch (SocketException ex) {
			// The port was closed in the middle of the handshake.
			return false;
		}
	}

	/**
	 * Send a request and read its answer, to the end if another request can follow.
	 */
	private static String exchange(Socket socket, String path) throws IOException {
		TestServer.write(socket, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
		StringBuilder head = new StringBuilder();
		InputStream input = socket.getInputStream();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = input.read();
			assertThat(next).as("Answer to %s: %s", path, head).isNotEqualTo(-1);
			head.append((char) next);
		}
		if (head.toString().toLowerCase(Locale.ROOT).contains("connection: close")) {
			return head.toString();
		}
		if (head.toString().toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
			StringBuilder body = new StringBuilder("\r\n");
			while (!body.toString().endsWith(TestServer.LAST_CHUNK)) {
				body.append((char) input.read());
			}
		}
		else {
			String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
			input.readNBytes(Integer.parseInt(length));
		}
		return head.toString();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/controller")
		String answer() {
			return "controller";
		}

		@GetMapping("/failing")
		String fail() {
			throw new IllegalStateException("It fails on purpose");
		}

		@Bean
		@Route("/handler")
		RequestHandler handler() {
			return new FixedAnswer("handler");
		}

	}

}
