package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.fixture.FixedAnswer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests to handlers, on a real web server.
 */
@Tag("http-full")
class HandlerRequestIT {

	private static final AtomicInteger calls = new AtomicInteger();

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
	void startWhenHandlersRegistersServletsNamedAfterThem() {
		ServletContext servletContext = server.context().getServletContext();
		assertThat(servletContext).isNotNull();
		assertThat(servletContext.getServletRegistrations()).containsKeys("home", "prices", "history", "echo", "lazy",
				"rest");
		assertThat(servletContext.getServletRegistration("home").getMappings()).containsExactly("");
		assertThat(servletContext.getServletRegistration("prices").getMappings()).containsExactly("/prices/*");
		assertThat(servletContext.getServletRegistration("history").getMappings()).isEmpty();
	}

	@Test
	void requestWhenPathIsRoot() {
		assertThat(server.get("/").body()).isEqualTo("home");
	}

	@Test
	void requestWhenTwoHandlersShareMapping() {
		assertThat(server.get("/prices/ACME").body()).isEqualTo("price of ACME");
		assertThat(server.get("/prices/ACME/history").body()).isEqualTo("history of ACME");
	}

	@Test
	void requestWhenPathVariableIsEncoded() {
		assertThat(server.get("/prices/A%20%C3%A4;v=1").body()).isEqualTo("price of A ä");
	}

	@Test
	void requestWhenLiteralPathIsEncoded() {
		assertThat(server.get("/%65cho").body()).isEqualTo("GET");
	}

	@Test
	void requestWhenPatternIsCatchAll() {
		assertThat(server.get("/rest/a/b").body()).isEqualTo("/a/b");
		assertThat(server.get("/rest").body()).isEmpty();
	}

	@Test
	void requestWhenPathIsPlaceholder() {
		assertThat(server.get("/lazy-place").body()).isEqualTo("lazy");
	}

	@Test
	void requestWhenNoHandlerAndNoControllerIsNotFound() {
		assertThat(server.get("/prices").statusCode()).isEqualTo(404);
		assertThat(server.get("/prices/ACME/news").statusCode()).isEqualTo(404);
		assertThat(server.get("/prices/ACME/news").body()).contains("\"path\":\"/prices/ACME/news\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH", "DELETE", "BREW", "get" })
	void requestWhenMethodIsNotSupportedIsAnsweredWithAllow(String method) {
		int before = calls.get();
		HttpResponse<String> response = server.send(method, "/prices/ACME", "");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("\"status\":405");
		assertThat(calls).hasValue(before);
	}

	@Test
	void requestWhenTraceIsNotAllowed() throws IOException {
		assertThat(server.exchange("TRACE", "/prices/ACME")).startsWith("HTTP/1.1 405");
	}

	@Test
	void optionsWhenNotOverriddenAnswersAllow() {
		int before = calls.get();
		HttpResponse<String> response = server.send("OPTIONS", "/prices/ACME", "");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
		assertThat(response.body()).isEmpty();
		assertThat(calls).hasValue(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" })
	void requestWhenMethodIsOverriddenCallsIt(String method) {
		assertThat(server.send(method, "/echo", "").body()).isEqualTo(method);
	}

	@Test
	void headWhenOverriddenCallsIt() {
		assertThat(server.send("HEAD", "/echo", "").headers().firstValue("Method")).hasValue("HEAD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/prices/ACME", "/json", "/sized", "/rest/a" })
	void headWhenGetHasSameHeaderFieldsAndNoBody(String path) throws IOException {
		String get = server.exchange("GET", path);
		String head = server.exchange("HEAD", path);
		assertThat(headerFields(head)).isEqualTo(headerFields(get));
		assertThat(head).endsWith("\r\n\r\n");
		assertThat(get.length()).isGreaterThan(head.length());
	}

	@Test
	void headWhenGetSetsContentLengthHasIt() throws IOException {
		assertThat(server.exchange("HEAD", "/sized")).contains("Content-Length: 5\r\n");
	}

	@Test
	void requestWhenBodyIsJsonUsesMessageConverters() {
		HttpResponse<String> response = server.send("POST", "/json", "{\"name\":\"ACME\"}", "Content-Type",
				"application/json");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).isEqualTo("{\"created\":\"ACME\"}");
	}

	@Test
	void requestWhenNotModifiedHasNoBody() {
		assertThat(server.get("/sized", "If-None-Match", "\"v1\"").statusCode()).isEqualTo(304);
	}

	@Test
	void requestWhenMultipartReadsParts() {
		HttpResponse<String> response = server.send("POST", "/upload",
				"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc\r\n--b--\r\n",
				"Content-Type", "multipart/form-data; boundary=b");
		assertThat(response.body()).isEqualTo("[file]");
	}

	@Test
	void requestWhenContextPathIsSet() throws IOException {
		try (TestServer shop = TestServer.start(Application.class, "server.servlet.context-path=/shop")) {
			assertThat(shop.get("/shop/").body()).isEqualTo("home");
			assertThat(shop.get("/shop/echo").body()).isEqualTo("GET");
			assertThat(shop.get("/shop/%65cho").body()).isEqualTo("GET");
			assertThat(shop.get("/shop/prices/ACME").body()).isEqualTo("price of ACME");
			assertThat(shop.get("/shop/prices/ACME/news").statusCode()).isEqualTo(404);
			assertThat(shop.get("/prices/ACME").statusCode()).isEqualTo(404);
		}
	}

	private static List<String> headerFields(String response) {
		List<String> fields = new ArrayList<>();
		response.substring(0, response.indexOf("\r\n\r\n"))
			.lines()
			.filter((line) -> !line.toLowerCase(Locale.ROOT).startsWith("date:"))
			.forEach(fields::add);
		return fields;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HomeHandler home() {
			return new HomeHandler();
		}

		@Bean
		@Route("/prices/{symbol}")
		TextHandler prices() {
			return new TextHandler("price of ");
		}

		@Bean
		@Route("/prices/{symbol}/history")
		TextHandler history() {
			return new TextHandler("history of ");
		}

		@Bean
		EchoHandler echo() {
			return new EchoHandler();
		}

		@Bean
		JsonHandler json() {
			return new JsonHandler();
		}

		@Bean
		UploadHandler upload() {
			return new UploadHandler();
		}

		@Bean
		@Route("/sized")
		RequestHandler sized() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().eTag("v1").contentLength(5).body("12345");
				}

			};
		}

		@Bean
		@Lazy
		@Route("/${lazy.path:lazy-place}")
		RequestHandler lazy() {
			return new FixedAnswer("lazy");
		}

		@Bean
		@Route("/rest/{*path}")
		RequestHandler rest() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().body(request.pathVariable("path"));
				}

			};
		}

	}

	@Route("/")
	static class HomeHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.ok().body("home");
		}

	}

	static class TextHandler implements RequestHandler {

		private final String text;

		TextHandler(String text) {
			this.text = text;
		}

		@Override
		public ServerResponse doGet(ServerRequest request) {
			calls.incrementAndGet();
			return ServerResponse.ok().body(this.text + request.pathVariable("symbol"));
		}

	}

	@Route("/echo")
	static class EchoHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return echo(request);
		}

		@Override
		public ServerResponse doHead(ServerRequest request) {
			return echo(request);
		}

		@Override
		public ServerResponse doPost(ServerRequest request) {
			return echo(request);
		}

		@Override
		public ServerResponse doPut(ServerRequest request) {
			return echo(request);
		}

		@Override
		public ServerResponse doPatch(ServerRequest request) {
			return echo(request);
		}

		@Override
		public ServerResponse doDelete(ServerRequest request) {
			return echo(request);
		}

		@Override
		public ServerResponse doOptions(ServerRequest request) {
			return echo(request);
		}

		private static ServerResponse echo(ServerRequest request) {
			return ServerResponse.ok().header("Method", request.method().name()).body(request.method().name());
		}

	}

	@Route("/json")
	static class JsonHandler implements RequestHandler {

		@Override
		public ServerResponse doGet(ServerRequest request) {
			return ServerResponse.ok().body(Map.of("name", "ACME"));
		}

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			Target target = request.body(Target.class);
			return ServerResponse.status(201).body(Map.of("created", target.name()));
		}

	}

	@Route("/upload")
	static class UploadHandler implements RequestHandler {

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			return ServerResponse.ok().body(request.multipartData().keySet().toString());
		}

	}

	record Target(String name) {

	}

}
