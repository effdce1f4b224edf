package io.appinfra.net.autoconfigure.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.EntityResponse;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link HandlerFilterFunction} beans around handlers.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("http-full")
class HandlerFilterIT {

	private static final List<String> calls = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "server.servlet.context-path=/app", "admin.path=/admin/{*rest}");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void clear() {
		calls.clear();
	}

	@Test
	void filtersWhenSeveralAreCalledInOrder() {
		assertThat(server.get("/app/open").body()).isEqualTo("done");
		assertThat(calls).containsExactly("first", "second", "handler");
	}

	@Test
	void filterWhenItHasRouteIsAroundWhatItMatches() {
		assertThat(server.get("/app/admin/users").body()).isEqualTo("done");
		assertThat(calls).containsExactly("first", "admin", "second", "handler");
	}

	@Test
	void filterWhenItHasScopedProxyIsAroundWhatItMatches() {
		assertThat(server.get("/app/scoped").body()).isEqualTo("done");
		assertThat(calls).containsExactly("first", "second", "scoped", "handler");
	}

	@Test
	void filterWhenItAnswersKeepsHandlerFromBeingCalled() {
		assertThat(server.get("/app/admin/closed").statusCode()).isEqualTo(403);
		assertThat(calls).containsExactly("first", "admin");
	}

	@Test
	void filterWhenItThrowsErrorResponseKeepsStatus() {
		assertThat(server.get("/app/coffee").statusCode()).isEqualTo(402);
		assertThat(server.get("/app/coffee").body()).contains("no coffee");
	}

	@Test
	void filterWhenItThrowsAnythingElseIsTreatedLikeHandler(CapturedOutput output) {
		assertThat(server.get("/app/broken").statusCode()).isEqualTo(500);
		assertThat(server.get("/app/broken").body()).doesNotContain("secret");
		assertThat(output).contains("Handler 'handler' failed: GET /app/broken");
	}

	@Test
	void filterWhenMethodIsNotSupportedSeesIt() {
		assertThat(server.send("DELETE", "/app/open", "").statusCode()).isEqualTo(405);
		assertThat(calls).containsExactly("first", "second");
	}

	@Test
	void filterWhenItChangesAnswerIsSeen() {
		assertThat(server.get("/app/open").headers().firstValue("X-First")).hasValue("yes");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Order(3)
		HandlerFilterFunction<ServerResponse, ServerResponse> second() {
			return (request, next) -> {
				calls.add("second");
				return next.handle(request);
			};
		}

		@Bean
		@Order(2)
		@Route("${admin.path}")
		HandlerFilterFunction<ServerResponse, ServerResponse> admin() {
			return (request, next) -> {
				calls.add("admin");
				return request.path().endsWith("closed") ? ServerResponse.status(HttpStatus.FORBIDDEN).build()
						: next.handle(request);
			};
		}

		@Bean
		@Order(4)
		@Route("/scoped")
		@Scope(scopeName = "request", proxyMode = ScopedProxyMode.INTERFACES)
		HandlerFilterFunction<ServerResponse, ServerResponse> scoped() {
			return (request, next) -> {
				calls.add("scoped");
				return next.handle(request);
			};
		}

		@Bean
		First first() {
			return new First();
		}

		@Bean
		@Route({ "/open", "/admin/{name}", "/coffee", "/broken", "/scoped" })
		RequestHandler handler() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					calls.add("handler");
					return ServerResponse.ok().body("done");
				}

			};
		}

	}

	@Order(1)
	static class First implements HandlerFilterFunction<ServerResponse, ServerResponse> {

		@Override
		public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
			calls.add("first");
			switch (request.requestPath().pathWithinApplication().value()) {
				case "/coffee" -> throw new ResponseStatusException(HttpStatus.PAYMENT_REQUIRED, "no coffee");
				case "/broken" -> throw new IllegalStateException("secret");
				default -> {
					ServerResponse answer = next.handle(request);
					return (answer instanceof EntityResponse<?> entity)
							? EntityResponse.fromObject(entity.entity()).header("X-First", "yes").build() : answer;
				}
			}
		}

	}

}
