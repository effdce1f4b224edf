package io.appinfra.net.requests;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bodies that come slowly over HTTP/2, where a connection has other requests as well.
 */
@Tag("http-full")
class Http2BodyIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofMillis(300);

	private static TestServer server;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "server.http2.enabled=true",
				"appinfra.net.handler-defaults.read-timeout=1s", "server.tomcat.connection-timeout=10m",
				"server.jetty.connection-idle-timeout=10m");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "/text, text/plain, text", "/form, application/x-www-form-urlencoded, a=b",
			"/parts, multipart/form-data; boundary=b, '--b|Content-Disposition: form-data; name=\"a\"||part'" })
	void bodyWhenTooSlowIsRefusedAndConnectionGoesOn(String path, String type, String start) throws Exception {
		BlockingQueue<Integer> statuses = server.context().getBean(Application.class).statuses;
		String connection = get();
		try (SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>()) {
			HttpRequest request = HttpRequest.newBuilder(uri(path))
				.header("Content-Type", type)
				.POST(BodyPublishers.fromPublisher(body))
				.build();
			this.client.sendAsync(request, BodyHandlers.discarding());
			await().until(body::hasSubscribers);
			body.submit(part(start.replace("|", "\r\n")));
			assertThat(get()).as("beside it").isEqualTo(connection);
			await().atMost(PATIENCE).pollInterval(PAUSE).until(() -> {
				body.offer(part(""), null);
				return !statuses.isEmpty();
			});
			assertThat(statuses.take()).isEqualTo(408);
			assertThat(get()).as("after it").isEqualTo(connection);
		}
	}

	/**
	 * Return what comes at once: enough for Tomcat, which ends a connection with many
	 * small frames.
	 */
	private static ByteBuffer part(String start) {
		return ByteBuffer.wrap((start + "x".repeat(1100)).getBytes(StandardCharsets.UTF_8));
	}

	private String get() throws Exception {
		HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(uri("/text")).build(),
				BodyHandlers.ofString());
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		return response.body();
	}

	private static URI uri(String path) {
		return URI.create("http://localhost:" + server.port() + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

		/**
		 * Record how requests with a body are answered: the client of the JDK reads no
		 * answer before it has sent the body.
		 */
		@Bean
		Filter statusFilter() {
			return (request, response, chain) -> {
				chain.doFilter(request, response);
				if (((HttpServletRequest) request).getMethod().equals("POST")) {
					this.statuses.add(((HttpServletResponse) response).getStatus());
				}
			};
		}

		@Bean
		@Route("/text")
		RequestHandler text() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().body("connection " + request.servletRequest().getRemotePort());
				}

				@Override
				public ServerResponse doPost(ServerRequest request) throws Exception {
					return ServerResponse.ok().body(request.body(String.class));
				}

			};
		}

		@Bean
		@Route("/form")
		RequestHandler form() {
			return new RequestHandler() {

				@Override
				public ServerResponse doPost(ServerRequest request) {
					return ServerResponse.ok().body(request.params().size());
				}

			};
		}

		@Bean
		@Route("/parts")
		RequestHandler parts() {
			return new RequestHandler() {

				@Override
				public ServerResponse doPost(ServerRequest request) throws Exception {
					return ServerResponse.ok().body(request.multipartData().size());
				}

			};
		}

	}

}
