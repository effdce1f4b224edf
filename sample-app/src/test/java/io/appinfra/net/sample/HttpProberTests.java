package io.appinfra.net.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpProber}.
 */
@Timeout(30)
class HttpProberTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(300);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch testEnd = new CountDownLatch(1);

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.testEnd.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	@ParameterizedTest
	@CsvSource({ "200,true", "204,true", "302,true", "400,false", "404,false", "503,false" })
	void probeWhenEndpointAnswersHasStatus(int status, boolean up) {
		this.server.createContext("/", (exchange) -> answer(exchange, status));
		Probe probe = probe(LONG);
		assertThat(probe.status()).isEqualTo(status);
		assertThat(probe.up()).isEqualTo(up);
		assertThat(probe.latencyMs()).isPositive();
		assertThat(probe.error()).isNull();
		assertThat(probe.certificateExpiresAt()).isNull();
		assertThat(probe.pid()).isEqualTo(ProcessHandle.current().pid());
	}

	@Test
	void probeWhenEndpointDoesNotAnswerTimesOut() {
		this.server.createContext("/", (exchange) -> awaitTestEnd());
		assertTimedOut(probe(SHORT));
	}

	@Test
	void probeWhenAnswerDoesNotEndTimesOut() {
		this.server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write('a');
			exchange.getResponseBody().flush();
			awaitTestEnd();
		});
		assertTimedOut(probe(SHORT));
	}

	@Test
	void probeWhenTimedOutClosesConnection() throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			URI url = URI.create("http://127.0.0.1:%d/".formatted(listener.getLocalPort()));
			CompletableFuture<Probe> probe = prober(SHORT).probe(url);
			try (Socket connection = listener.accept()) {
				byte[] request = connection.getInputStream().readAllBytes();
				assertThat(new String(request, StandardCharsets.US_ASCII)).startsWith("GET / HTTP/1.1\r\n");
			}
			assertTimedOut(probe.join());
		}
	}

	@Test
	void probeWhenNobodyListensIsRefused() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		Probe probe = prober(LONG).probe(URI.create("http://127.0.0.1:%d/".formatted(port))).join();
		assertThat(probe.up()).isFalse();
		assertThat(probe.status()).isNull();
		assertThat(probe.error()).isEqualToIgnoringCase("connection refused");
	}

	@Test
	void probeWhenHostIsUnknownSaysSo() {
		Probe probe = prober(LONG).probe(URI.create("http://lookout.invalid/")).join();
		assertThat(probe.up()).isFalse();
		assertThat(probe.error()).isEqualTo("unknown host");
	}

	/**
	 * The client of Java 17 can lose the failure of a handshake, and then waits.
	 */
	@Test
	void probeWhenEndpointSpeaksNoTlsHasError() throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			URI url = URI.create("https://127.0.0.1:%d/".formatted(listener.getLocalPort()));
			CompletableFuture<Probe> probe = prober(LONG).probe(url);
			try (Socket connection = listener.accept()) {
				assertThat(connection.getInputStream().read()).isNotNegative();
				connection.getOutputStream()
					.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				assertThat(probe.join().up()).isFalse();
				assertThat(probe.join().error()).containsAnyOf("SSL message", "no answer within");
			}
		}
	}

	@Test
	void probeWhenCalledManyTimesProbesAllAtOnce() {
		int count = 20;
		CyclicBarrier allThere = new CyclicBarrier(count);
		this.server.createContext("/", (exchange) -> {
			await(allThere);
			answer(exchange, 200);
		});
		HttpProber prober = prober(LONG);
		List<CompletableFuture<Probe>> probes = IntStream.range(0, count)
			.mapToObj((number) -> prober.probe(url()))
			.toList();
		assertThat(probes).allSatisfy((probe) -> assertThat(probe.join().up()).isTrue());
	}

	private Probe probe(Duration timeout) {
		return prober(timeout).probe(url()).join();
	}

	private static HttpProber prober(Duration timeout) {
		return new HttpProber(new LookoutProperties(timeout, List.of()));
	}

	private URI url() {
		return URI.create("http://127.0.0.1:%d/".formatted(port()));
	}

	private int port() {
		return this.server.getAddress().getPort();
	}

	private void awaitTestEnd() {
		try {
			this.testEnd.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void await(CyclicBarrier barrier) throws IOException {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IOException(ex);
		}
	}

	private static void answer(HttpExchange exchange, int status) throws IOException {
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

	private static void assertTimedOut(Probe probe) {
		assertThat(probe.up()).isFalse();
		assertThat(probe.status()).isNull();
		assertThat(probe.error()).isEqualTo("no answer within 300 ms");
		assertThat(probe.latencyMs()).isBetween(300.0, 10_000.0);
	}

}
