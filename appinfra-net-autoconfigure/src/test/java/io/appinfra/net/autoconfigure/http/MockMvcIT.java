package io.appinfra.net.autoconfigure.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockPart;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.MappedInterceptor;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;
import io.appinfra.net.state.SharedState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * Handlers in tests with {@link MockMvc}.
 */
class MockMvcIT {

	@Nested
	@SpringBootTest(classes = Application.class, properties = "appinfra.net.handler-defaults.max-body-size=100B")
	@AutoConfigureMockMvc
	class Whole {

		@Autowired
		private MockMvcTester mvc;

		@Autowired
		private MockMvc mockMvc;

		@Test
		void requestWhenHandlerHasPathIsAnswered() {
			assertThat(this.mvc.get().uri("/prices/ACME")).hasStatusOk().bodyText().isEqualTo("ACME");
			assertThat(this.mvc.get().uri("/prices/a b")).hasStatusOk().bodyText().isEqualTo("a b");
		}

		@Test
		void requestWhenControllerIsMoreSpecificIsItsOwn() {
			assertThat(this.mvc.get().uri("/prices/all")).hasStatusOk().bodyText().isEqualTo("controller");
		}

		@Test
		void requestWhenNothingHasPathIsNotFound() {
			assertThat(this.mvc.get().uri("/nothing")).hasStatus(404);
		}

		@Test
		void requestWhenMethodIsNotSupportedIsRefused() {
			assertThat(this.mvc.delete().uri("/prices/ACME")).hasStatus(405)
				.hasHeader("Allow", "GET, HEAD, POST, OPTIONS");
		}

		@Test
		void requestWhenItHasBodyIsAnswered() {
			assertThat(this.mvc.post().uri("/prices/ACME").content("{\"x\":1}").contentType(MediaType.APPLICATION_JSON))
				.hasStatusOk()
				.bodyText()
				.isEqualTo("{\"x\":1}");
			assertThat(this.mvc.post().uri("/prices/ACME").content("x".repeat(101))).hasStatus(413);
			assertThat(this.mvc.post().uri("/prices/form").param("a", "b")).hasStatusOk()
				.bodyText()
				.isEqualTo("{a=[b]}");
			assertThat(this.mvc.post()
				.uri("/prices/parts")
				.multipart()
				.part(new MockPart("f", "x".getBytes(StandardCharsets.UTF_8)))).hasStatusOk().bodyText().isEqualTo("1");
		}

		@Test
		void requestWhenInterceptorGuardsControllersAloneIsAnsweredAsByServer() {
			assertThat(this.mvc.get().uri("/prices/all")).hasHeader("X-Interceptor", "yes");
			assertThat(this.mvc.get().uri("/prices/ACME")).doesNotContainHeader("X-Interceptor");
		}

		@Test
		void requestWhenPreflightIsAnsweredAsByServer() {
			assertThat(this.mvc.options()
				.uri("/prices/ACME")
				.header("Origin", "https://good.example")
				.header("Access-Control-Request-Method", "POST")).hasStatusOk()
				.hasHeader("Allow", "GET, HEAD, POST, OPTIONS");
		}

		@Test
		void requestWhenClientIsRestTestClientIsAnswered() {
			RestTestClient.bindTo(this.mockMvc)
				.build()
				.get()
				.uri("/prices/ACME")
				.exchangeSuccessfully()
				.expectBody(String.class)
				.isEqualTo("ACME");
		}

		@Test
		void requestWhenAnswerIsAsynchronousIsAnsweredInDispatch() throws Exception {
			MvcResult result = this.mockMvc.perform(get("/prices/async")).andReturn();
			assertThat(this.mockMvc.perform(asyncDispatch(result)).andReturn().getResponse().getContentAsString())
				.isEqualTo("later");
		}

		@Test
		void requestWhenHandlerFailsIsProblem() {
			assertThat(this.mvc.get().uri("/prices/failure")).hasStatus(500)
				.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		}

	}

	@Nested
	@WebMvcTest(PriceHandler.class)
	@ContextConfiguration(classes = Application.class)
	class Slice {

		@Autowired
		private MockMvcTester mvc;

		@Test
		void requestWhenHandlerIsInSliceIsAnswered(@Autowired SharedState state) {
			assertThat(this.mvc.get().uri("/prices/ACME")).hasStatusOk().bodyText().isEqualTo("ACME");
			assertThat(state.counter("prices").get()).isPositive();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PriceHandler.class, PriceController.class })
	static class Application {

		@Bean
		MappedInterceptor interceptor() {
			return new MappedInterceptor(null, new HandlerInterceptor() {

				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
					response.setHeader("X-Interceptor", "yes");
					return true;
				}

			});
		}

	}

	@RestController
	static class PriceController {

		@GetMapping("/prices/all")
		String all() {
			return "controller";
		}

	}

	@Route("/prices/{symbol}")
	static class PriceHandler implements RequestHandler {

		private static final Executor LATER = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

		private final SharedState state;

		PriceHandler(SharedState state) {
			this.state = state;
		}

		@Override
		public ServerResponse doGet(ServerRequest request) {
			this.state.counter("prices").addAndGet(1);
			String symbol = request.pathVariable("symbol");
			return switch (symbol) {
				case "failure" -> throw new IllegalStateException("failure");
				case "async" ->
					ServerResponse.async(CompletableFuture.supplyAsync(() -> ServerResponse.ok().body("later"), LATER));
				default -> ServerResponse.ok().body(symbol);
			};
		}

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			Object answer = switch (request.pathVariable("symbol")) {
				case "form" -> request.params();
				case "parts" -> request.multipartData().size();
				default -> request.body(String.class);
			};
			return ServerResponse.ok().body(answer.toString());
		}

	}

}
