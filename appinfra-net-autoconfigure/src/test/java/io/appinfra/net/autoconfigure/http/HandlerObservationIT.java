package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

/**
 * Tests for the observation of requests to handlers, on a real web server.
 */
@Tag("http-full")
class HandlerObservationIT {

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
	void uriWhenAnsweredIsPattern() {
		server.get("/observed/ok");
		awaitTimer("GET", "/observed/{kind}", "200", "none");
	}

	@Test
	void uriWhenPathIsLiteralIsPattern() {
		server.get("/literal");
		awaitTimer("GET", "/literal", "405", "HttpRequestMethodNotSupportedException");
	}

	@Test
	void uriWhenAsynchronousIsPattern() {
		server.get("/observed/async");
		awaitTimer("GET", "/observed/{kind}", "202", "none");
	}

	@Test
	void uriWhenNoHandlerIsThatOfDispatcherServlet() {
		server.get("/observed/a/b");
		awaitTimer("GET", "/**", "404", "none");
	}

	@Test
	void exceptionWhenHandlerFails() {
		server.get("/observed/broken");
		awaitTimer("GET", "/observed/{kind}", "500", "IllegalStateException");
	}

	@Test
	void exceptionWhenErrorResponse() {
		server.get("/observed/conflict");
		awaitTimer("GET", "/observed/{kind}", "409", "ResponseStatusException");
	}

	@Test
	void exceptionWhenResponseHasBegun() throws IOException {
		server.exchange("GET", "/observed/late");
		awaitTimer("GET", "/observed/{kind}", "200", "ArithmeticException");
	}

	private static void awaitTimer(String method, String uri, String status, String exception) {
		MeterRegistry registry = server.context().getBean(MeterRegistry.class);
		Awaitility.await()
			.until(() -> registry.find("http.server.requests")
				.tags("method", method, "uri", uri, "status", status, "exception", exception)
				.timer() != null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Route("/observed/{kind}")
		RequestHandler observed() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return switch (request.pathVariable("kind")) {
						case "ok" -> ServerResponse.ok().body("ok");
						case "async" -> ServerResponse
							.async(CompletableFuture.supplyAsync(() -> ServerResponse.accepted().build()));
						case "conflict" -> throw new ResponseStatusException(HttpStatus.CONFLICT);
						case "late" -> ServerResponse.ok().build((servletRequest, response) -> {
							response.flushBuffer();
							throw new ArithmeticException();
						});
						default -> throw new IllegalStateException();
					};
				}

			};
		}

		@Bean
		@Route("/literal")
		RequestHandler literal() {
			return new RequestHandler() {

				@Override
				public ServerResponse doPost(ServerRequest request) {
					return ServerResponse.ok().build();
				}

			};
		}

	}

}
