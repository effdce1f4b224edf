package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.ServletRequestPathUtils;

import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that are reached by way of somebody else, and what is there of a handler's
 * request when it is dispatched to somebody else.
 */
@Tag("http")
@Tag("threads")
class HandlerDispatchIT {

	private static final List<String> parsedPaths = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "appinfra.net.handlers.error-page.max-body-size=1KB",
				"appinfra.net.handlers.echo.max-body-size=2KB");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void clear() {
		parsedPaths.clear();
	}

	@Test
	void errorPageWhenRequestHasBodyIsCalledWithoutIt() throws IOException {
		for (int length : new int[] { 10, 99_999_999 }) {
			try (RawClient client = new RawClient(server.port())) {
				client.sendHead("POST /controller/refuse", "Content-Length: " + length).send("begin");
				assertThat(client.readAnswer()).startsWith("HTTP/1.1 409").contains("error page with {}");
			}
		}
	}

	@Test
	void errorPageWhenHandlerCameBeforeSeesNothingOfIt() {
		assertThat(server.send("PUT", "/echo/name", "", "X-Refused", "true").body()).isEqualTo("error page with {}");
		assertThat(parsedPaths).isNotEmpty().containsOnly("none");
	}

	@Test
	void includeWhenBodyHasYetToArriveGoesOnWithPage() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /controller/include", "Content-Length: 10").send("12345");
			Awaitility.await().until(() -> parsedPaths.size() > 1);
			client.send("67890");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("<echo 1234567890>");
		}
	}

	@Test
	void forwardWhenBodyHasYetToArriveWaitsForIt() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /controller/forward", "Content-Length: 10").send("12345");
			Awaitility.await().until(() -> parsedPaths.size() > 1);
			client.send("67890");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("echo 1234567890");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 14", "Transfer-Encoding: chunked" })
	void answerWhenFilterKeepsItBackIsThereBeforeFilterReturns(String header) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /echo", header, "X-Kept-Back: true");
			Awaitility.await().until(() -> !parsedPaths.isEmpty());
			client.send("1\r\na\r\n").send("1\r\nb\r\n0").send("\r\n\r\n");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").contains("echo ");
		}
	}

	@Test
	void bodyWhenFilterKeepsAnswerBackIsLimited() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /echo", "Transfer-Encoding: chunked", "X-Kept-Back: true");
			client.sendChunk("x".repeat(1500)).sendChunk("y".repeat(600)).sendChunk("");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 413").contains("2048 bytes");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		@Route({ "/echo/{name}", "/echo" })
		RequestHandler echo() {
			return new RequestHandler() {

				@Override
				public ServerResponse doPost(ServerRequest request) throws Exception {
					String body = new String(request.servletRequest().getInputStream().readAllBytes());
					return ServerResponse.ok().body("echo " + body);
				}

				@Override
				public ServerResponse doPut(ServerRequest request) {
					return ServerResponse.noContent().build();
				}

			};
		}

		@Bean
		@Route("/error")
		RequestHandler errorPage() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.status(409).body("error page with " + request.pathVariables());
				}

				@Override
				public ServerResponse doPost(ServerRequest request) {
					return doGet(request);
				}

			};
		}

		@Bean
		OncePerRequestFilter keepingBack() {
			return new OncePerRequestFilter() {

				@Override
				protected boolean shouldNotFilter(HttpServletRequest request) {
					return request.getHeader("X-Kept-Back") == null;
				}

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) throws ServletException, IOException {
					ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
					chain.doFilter(request, kept);
					kept.copyBodyToResponse();
				}

			};
		}

		@Bean
		FilterRegistrationBean<Filter> refusal() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				parsedPaths.add(ServletRequestPathUtils.hasParsedRequestPath(request)
						? ServletRequestPathUtils.getParsedRequestPath(request).value() : "none");
				chain.doFilter(request, response);
				boolean refused = ((HttpServletRequest) request).getHeader("X-Refused") != null;
				if (refused && request.getDispatcherType() != DispatcherType.ERROR && !request.isAsyncStarted()) {
					((HttpServletResponse) response).sendError(HttpServletResponse.SC_CONFLICT);
				}
			});
			registration.setAsyncSupported(true);
			registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
			return registration;
		}

	}

	@RestController
	static class Controller {

		@PostMapping("/controller/refuse")
		void refuse(HttpServletResponse response) throws IOException {
			response.sendError(HttpServletResponse.SC_CONFLICT);
		}

		@PostMapping("/controller/include")
		void include(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
			response.getOutputStream().print("<");
			request.getRequestDispatcher("/echo").include(request, response);
			response.getOutputStream().print(">");
		}

		@PostMapping("/controller/forward")
		void forward(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
			request.getRequestDispatcher("/echo/name").forward(request, response);
		}

	}

}
