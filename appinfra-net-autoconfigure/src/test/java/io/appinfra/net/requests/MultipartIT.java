package io.appinfra.net.requests;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
 * Multipart requests to handlers.
 */
@Tag("http")
class MultipartIT {

	private static final String TYPE = "multipart/form-data; boundary=b";

	private static TestServer server;

	private static Path directory;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "spring.servlet.multipart.max-file-size=200KB",
				"spring.servlet.multipart.max-request-size=500KB", "appinfra.net.handlers.slow.read-timeout=300ms",
				"appinfra.net.handlers.small.max-body-size=1KB");
		directory = ((File) server.context().getServletContext().getAttribute(ServletContext.TEMPDIR)).toPath();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void noFileIsLeft() {
		Awaitility.await().untilAsserted(() -> {
			try (Stream<Path> files = Files.walk(directory)) {
				assertThat(files.filter(Files::isRegularFile)).isEmpty();
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/parts", "/parts?a=0", "/parts?read-by-filter" })
	void partsWhenReadHaveNamesAndContents(String path) {
		String body = part("name=\"a\"", "1") + part("name=\"f\"; filename=\"\u00e4 \\\"x.txt\"", "\r\n--\r\n-b\r--")
				+ part("name=\"a\"", "") + "--b--\r\n";
		HttpResponse<String> response = server.send("POST", path, "preamble\r\n" + body, "Content-Type", TYPE);
		assertThat(response.body()).startsWith("a=1(null)|f=\r\n--\r\n-b\r--(\u00e4 \"x.txt)|a=(null)|parameters [")
			.containsPattern(path.contains("a=0") ? "\\[(0, 1, |1, , 0)]$" : "\\[1, ]$");
	}

	@Test
	void partsWhenLargeAreReadFromFile() {
		String body = part("name=\"a\"; filename=\"x\"", "x".repeat(150_000))
				+ part("name=\"b\"; filename=\"y\"", "y".repeat(150_000)) + "--b--";
		assertThat(server.send("POST", "/sizes", body, "Content-Type", TYPE).body()).isEqualTo("a:150000x,b:150000y");
	}

	@ParameterizedTest
	@CsvSource({ "200000, 200", "210000, 413", "600000, 413" })
	void partWhenLargerThanAllowedIsRefused(int size, int status) {
		String body = part("name=\"a\"; filename=\"x\"", "x".repeat(size)) + "--b--";
		assertThat(server.send("POST", "/sizes", body, "Content-Type", TYPE).statusCode()).isEqualTo(status);
	}

	@Test
	void partsWhenLargerThanHandlerAllowsAreRefused() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /small", "Transfer-Encoding: chunked", "Content-Type: " + TYPE)
				.sendChunk(part("name=\"a\"", "x".repeat(1100)))
				.sendChunk("--b--")
				.sendChunk("");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 413");
		}
	}

	@ParameterizedTest
	@CsvSource({ "50, 200", "1001, 413" })
	void partsWhenTooManyAreRefused(int count, int status) {
		String body = part("name=\"a\"", "").repeat(count) + "--b--";
		assertThat(server.send("POST", "/sizes", body, "Content-Type", TYPE).statusCode()).isEqualTo(status);
	}

	@Test
	void partsWhenTooSlowAreTimedOut() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /slow", "Content-Length: 1000", "Content-Type: " + TYPE).send("--b\r\n");
			assertThat(client.readAll()).startsWith("HTTP/1.1 408");
		}
	}

	@Test
	void partsWhenSentByteAfterByteAreTheSame() throws IOException {
		String body = part("name=\"a\"", "1\r\n2") + "--b--\r\n";
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /parts", "Content-Length: " + body.length(), "Content-Type: " + TYPE);
			for (char next : body.toCharArray()) {
				client.send(String.valueOf(next));
			}
			assertThat(client.readAnswer()).endsWith("a=1\r\n2(null)|parameters [1\r\n2]");
		}
	}

	@Test
	void requestsWhenPipelinedAreAnsweredInOrder() throws IOException {
		String body = part("name=\"a\"", "1") + "--b--\r\n";
		String text = "POST /parts HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(TYPE, body.length(), body);
		try (RawClient client = new RawClient(server.port())) {
			client.send(text + text.replace("\r\n\r\n1\r\n", "\r\n\r\n2\r\n"));
			assertThat(client.readAnswer()).endsWith("[1]");
			assertThat(client.readAnswer()).endsWith("[2]");
		}
	}

	@Test
	void partWhenWrittenIsFile() throws IOException {
		String body = part("name=\"a\"; filename=\"x\"", "content") + "--b--";
		assertThat(server.send("POST", "/write", body, "Content-Type", TYPE).body()).isEqualTo("content");
	}

	private static String part(String disposition, String content) {
		return "--b\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n".formatted(disposition, content);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Route("/parts")
		RequestHandler parts() {
			return poster((request) -> {
				StringBuilder text = new StringBuilder();
				for (Part part : request.servletRequest().getParts()) {
					text.append("%s=%s(%s)|".formatted(part.getName(), content(part), part.getSubmittedFileName()));
				}
				return text + "parameters " + request.params().get("a");
			});
		}

		@Bean
		@Route("/sizes")
		RequestHandler sizes() {
			return poster((request) -> request.multipartData()
				.toSingleValueMap()
				.values()
				.stream()
				.map((part) -> part.getName() + ":" + part.getSize() + firstOf(part))
				.collect(Collectors.joining(",")));
		}

		@Bean
		@Route("/slow")
		RequestHandler slow() {
			return poster((request) -> request.multipartData().size());
		}

		@Bean
		@Route("/small")
		RequestHandler small() {
			return poster((request) -> request.multipartData().size());
		}

		@Bean
		@Route("/write")
		RequestHandler write() {
			return poster((request) -> {
				request.servletRequest().getPart("a").write("written");
				String text = Files.readString(directory.resolve("written"));
				Files.delete(directory.resolve("written"));
				return text;
			});
		}

		@Bean
		Filter readingFilter() {
			return (request, response, chain) -> {
				if ("read-by-filter".equals(((HttpServletRequest) request).getQueryString())) {
					request.getParameter("a");
				}
				chain.doFilter(request, response);
			};
		}

		private static String content(Part part) throws IOException {
			return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}

		private static String firstOf(Part part) {
			try {
				String content = content(part);
				return content.isEmpty() ? "" : content.substring(0, 1);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static RequestHandler poster(HostileApplication.Answer answer) {
			return new RequestHandler() {

				@Override
				public ServerResponse doPost(ServerRequest request) throws Exception {
					return ServerResponse.ok().body(answer.to(request).toString());
				}

			};
		}

	}

}
