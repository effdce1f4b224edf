package io.appinfra.net.requests;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
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
 * Slow clients, of which there are many more than threads, beside a steady load.
 */
@Tag("http-full")
@Tag("threads")
class SlowClientIT {

	private static final int IDLE = 1000;

	private static final int SLOW_OF_EACH_KIND = 35;

	private static final int ROUNDS = 20;

	private static final int STALLED = 20;

	private static final String PARTS = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--b--\r\n";

	private static TestServer server;

	private final List<AutoCloseable> connections = new ArrayList<>();

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "server.tomcat.threads.max=4", "server.jetty.threads.max=10",
				"server.jetty.threads.acceptors=1", "server.jetty.threads.selectors=1",
				"server.tomcat.connection-timeout=30s", "server.jetty.connection-idle-timeout=30s");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/**
	 * The slow ones are refused, cut off or, in the end, answered.
	 */
	@Test
	void requestsWhenManyClientsAreSlowAreAnswered() throws Exception {
		try {
			for (int i = 0; i < IDLE; i++) {
				open();
			}
			List<SlowClient> slow = openSlowClients();
			for (int round = 0; round < ROUNDS; round++) {
				for (SlowClient client : slow) {
					client.sendByte();
				}
				loadSteadily();
			}
			for (SlowClient client : slow) {
				assertThat(client.finish()).as(client.name()).matches("(?s)(HTTP/1.1 (200|400|408|503).*)?");
			}
		}
		finally {
			closeConnections();
		}
	}

	/**
	 * A body that comes with the head needs nobody to wait for it; one that comes after
	 * it may be refused for now, which the client of the server is to repeat.
	 */
	private static void loadSteadily() throws IOException {
		for (int i = 0; i < 5; i++) {
			assertThat(server.get("/body").statusCode()).isEqualTo(200);
			try (RawClient client = new RawClient(server.port())) {
				client.send("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n12345");
				assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("5");
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(server.send("POST", "/body", "12345").statusCode()).isEqualTo(200));
		}
	}

	private List<SlowClient> openSlowClients() throws IOException {
		List<SlowClient> clients = new ArrayList<>();
		for (int i = 0; i < SLOW_OF_EACH_KIND; i++) {
			clients.add(new SlowClient("head", open(), "", "GET /body HTTP/1.1\r\nHost: localhost\r\n\r\n"));
			clients.add(new SlowClient("length", open(), head("/body", "text/plain", "Content-Length: 40"),
					"x".repeat(40)));
			clients.add(new SlowClient("chunks", open(), head("/body", "text/plain", "Transfer-Encoding: chunked"),
					"10\r\n0123456789abcdef\r\n4\r\nabcd\r\n0\r\n\r\n"));
			clients.add(new SlowClient("form", open(),
					head("/form", "application/x-www-form-urlencoded", "Content-Length: 31"),
					"a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8"));
			clients.add(new SlowClient("parts", open(),
					head("/parts", "multipart/form-data; boundary=b", "Content-Length: " + PARTS.length()), PARTS));
			clients.add(new SlowClient("chunked parts", open(),
					head("/parts", "multipart/form-data; boundary=b", "Transfer-Encoding: chunked"),
					"%x\r\n%s\r\n0\r\n\r\n".formatted(PARTS.length(), PARTS)));
		}
		return clients;
	}

	private static String head(String path, String type, String framing) {
		return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n".formatted(path, type, framing);
	}

	/**
	 * With virtual threads, Jetty needs one of them to end a write in time.
	 */
	@Test
	void answersWhenNeverReadHoldTheirThreadsForLimitedTime() throws Exception {
		try (TestServer impatient = TestServer.start(Application.class, "server.tomcat.threads.max=4",
				"server.jetty.threads.max=" + (Boolean.getBoolean("spring.threads.virtual.enabled") ? 200 : 10),
				"server.jetty.threads.acceptors=1", "server.jetty.threads.selectors=1",
				"server.tomcat.connection-timeout=300ms", "server.jetty.connection-idle-timeout=300ms")) {
			for (int i = 0; i < STALLED; i++) {
				RawClient client = new RawClient(impatient.port());
				this.connections.add(client);
				client.sendHead("GET /endless");
			}
			Awaitility.await().untilAtomic(Application.stalled, Matchers.greaterThan(0));
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(impatient.get("/body").statusCode()).isEqualTo(200));
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAtomic(Application.stalled, Matchers.equalTo(0));
		}
		finally {
			closeConnections();
		}
	}

	private RawClient open() throws IOException {
		RawClient client = new RawClient(server.port());
		this.connections.add(client);
		return client;
	}

	private void closeConnections() throws Exception {
		for (AutoCloseable connection : this.connections) {
			connection.close();
		}
	}

	private static final class SlowClient {

		private final String name;

		private final RawClient client;

		private final String text;

		private int sent;

		SlowClient(String name, RawClient client, String atOnce, String text) throws IOException {
			this.name = name;
			this.client = client;
			this.text = text;
			client.send(atOnce);
		}

		void sendByte() throws IOException {
			try {
				this.client.send(this.text.substring(this.sent, this.sent + 1));
				this.sent++;
			}
			catch (SocketException serverHasHadEnough) {
				// its answer says why
			}
		}

		String finish() throws IOException {
			try {
				this.client.send(this.text.substring(this.sent));
			}
			catch (SocketException serverHasHadEnough) {
				// its answer says why
			}
			this.client.sendNoMore();
			return this.client.readToEnd();
		}

		String name() {
			return this.name;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static final AtomicInteger stalled = new AtomicInteger();

		@Bean
		@Route("/body")
		RequestHandler body() {
			return new HostileApplication.Answering(
					(request) -> request.servletRequest().getInputStream().readAllBytes().length);
		}

		@Bean
		@Route("/form")
		RequestHandler form() {
			return new HostileApplication.Answering((request) -> request.params().size());
		}

		@Bean
		@Route("/parts")
		RequestHandler parts() {
			return new HostileApplication.Answering((request) -> request.multipartData().size());
		}

		@Bean
		@Route("/endless")
		RequestHandler endless() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().build((servletRequest, response) -> {
						stalled.incrementAndGet();
						try {
							while (true) {
								response.getOutputStream().write(new byte[8192]);
							}
						}
						finally {
							stalled.decrementAndGet();
						}
					});
				}

			};
		}

	}

}
