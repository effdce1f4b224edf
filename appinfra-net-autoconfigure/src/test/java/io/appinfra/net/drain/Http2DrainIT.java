package io.appinfra.net.drain;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.drain.Http2Client.Frame;
import io.appinfra.net.fixture.FixedAnswer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what clients of HTTP/2 meet while the application drains, on a real web
 * server (RFC 9113 section 6.8).
 */
@Tag("http-full")
class Http2DrainIT {

	private static final int ANY_STREAM = Integer.MAX_VALUE;

	/**
	 * Tomcat may close the connection before it has sent the second {@code GOAWAY}.
	 */
	@Test
	void streamWhenItWasSentBeforeGoAwayWasSeenIsAnswered() throws Exception {
		TestServer server = start("appinfra.net.shutdown.drain-quiet=3s");
		try (Http2Client client = new Http2Client(server.open())) {
			client.get(1, "/handler");
			assertThat(client.awaitEnd(1).type()).isEqualTo(Http2Client.DATA);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
			assertThat(awaitGoAway(client).lastStream()).isEqualTo(ANY_STREAM);
			for (int stream = 3; stream < 9; stream += 2) {
				passOverNetwork();
				client.get(stream, "/handler");
				assertThat(client.awaitEnd(stream).type()).as("stream " + stream).isEqualTo(Http2Client.DATA);
			}
			assertThat(client.readToEnd())
				.filteredOn((frame) -> frame.type() == Http2Client.GOAWAY && frame.lastStream() != ANY_STREAM)
				.allSatisfy((frame) -> assertThat(frame.lastStream()).isEqualTo(7));
			closed.get(60, TimeUnit.SECONDS);
		}
	}

	/**
	 * Longer than each of them waits by itself for what is under way.
	 */
	private static void passOverNetwork() {
		CompletableFuture.runAsync(() -> {
		}, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)).join();
	}

	@Test
	void streamWhenItIsUnderWayAsTheServerStopsIsAnswered() throws Exception {
		TestServer server = start("appinfra.net.shutdown.drain-quiet=100ms");
		Application application = server.context().getBean(Application.class);
		try (Http2Client client = new Http2Client(server.open())) {
			client.get(1, "/waiting");
			Awaitility.await().until(() -> application.waiting.getCount() == 1);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
			assertThat(awaitGoAway(client).lastStream()).isEqualTo(ANY_STREAM);
			application.released.countDown();
			List<Frame> frames = client.readToEnd();
			assertThat(frames).anyMatch((frame) -> frame.type() == Http2Client.DATA && frame.stream() == 1);
			closed.get(60, TimeUnit.SECONDS);
		}
	}

	private static Frame awaitGoAway(Http2Client client) throws Exception {
		return client.await((frame) -> frame.type() == Http2Client.GOAWAY);
	}

	private static TestServer start(String property) {
		return TestServer.start(Application.class, "server.http2.enabled=true",
				"spring.lifecycle.timeout-per-shutdown-phase=5m", property);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final CountDownLatch waiting = new CountDownLatch(2);

		private final CountDownLatch released = new CountDownLatch(1);

		@Bean
		@Route("/handler")
		RequestHandler handler() {
			return new FixedAnswer("handler");
		}

		@Bean
		@Route("/waiting")
		RequestHandler waiting() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) throws Exception {
					Application.this.waiting.countDown();
					Application.this.released.await(60, TimeUnit.SECONDS);
					return ServerResponse.ok().body("waited");
				}

			};
		}

	}

}
