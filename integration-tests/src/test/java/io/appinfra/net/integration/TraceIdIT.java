package io.appinfra.net.integration;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the trace id in the log line of a failure, with tracing.
 */
@ExtendWith(OutputCaptureExtension.class)
class TraceIdIT {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String TRACE_PARENT = "traceparent: 00-" + TRACE_ID + "-00f067aa0ba902b7-01";

	@ParameterizedTest
	@ValueSource(strings = { "once", "later", "begun" })
	void failureWhenRequestHasTraceIsLoggedWithIt(String when, CapturedOutput output) throws IOException {
		try (RawServer server = RawServer.start(new Class<?>[] { Application.class })) {
			server.exchange("GET", "/failing/" + when, TRACE_PARENT);
			awaitLine(output, "GET /failing/%s, trace id %s".formatted(when, TRACE_ID));
		}
	}

	@Test
	void failureWhenRequestHasNoTraceIsLoggedWithAnotherEach(CapturedOutput output) throws IOException {
		try (RawServer server = RawServer.start(new Class<?>[] { Application.class })) {
			server.exchange("GET", "/failing/once");
			awaitLine(output, "GET /failing/once, trace id ");
			assertThat(output.getOut()).doesNotContain(TRACE_ID);
		}
	}

	private static void awaitLine(CapturedOutput output, String end) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(output.getOut().lines())
				.anyMatch((line) -> line.contains("Handler 'failing' failed") && line.contains(end)));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SecurityFilterChain open(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

		@Bean
		@Route("/failing/{when}")
		RequestHandler failing() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return switch (request.pathVariable("when")) {
						case "later" ->
							ServerResponse.async(CompletableFuture.failedFuture(new IllegalStateException("later")));
						case "begun" -> ServerResponse.ok().build((servletRequest, response) -> {
							response.flushBuffer();
							throw new IllegalStateException("begun");
						});
						default -> throw new IllegalStateException("at once");
					};
				}

			};
		}

	}

}
