package io.appinfra.net.requests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

import jakarta.servlet.Filter;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.ContentCachingRequestWrapper;

import io.appinfra.net.autoconfigure.http.RawClient;
import io.appinfra.net.autoconfigure.http.TestServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Bodies that a filter wraps or has read before the handler, compressed bodies, bodies
 * over HTTP/2, and what comes after a refusal on the same connection.
 */
@Tag("http")
class FilteredBodyIT {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "appinfra.net.handlers.text.max-body-size=100KB",
				"server.http2.enabled=" + isTomcat(), "server.compression.enabled=true");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/**
	 * HTTP/2 needs another jar on Jetty.
	 */
	private static boolean isTomcat() {
		return ClassUtils.isPresent("org.apache.catalina.startup.Tomcat", null);
	}

	@ParameterizedTest
	@CsvSource({ "/text?caching, Content-Length", "/text?cached, Content-Length", "/text?caching, Transfer-Encoding",
			"/text?cached, Transfer-Encoding" })
	void bodyWhenWrappedByFilterIsRead(String path, String framing) throws IOException {
		boolean chunked = framing.equals("Transfer-Encoding");
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST " + path, chunked ? "Transfer-Encoding: chunked" : "Content-Length: 8");
			client.send(chunked ? "8\r\nabcd" : "abcd").send(chunked ? "efgh\r\n0\r\n\r\n" : "efgh");
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("text: 8");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/form?caching", "/form?parameters" })
	void formWhenFilterComesFirstHasParameters(String path) {
		HttpResponse<String> response = server.send("POST", path, "a=b&c=d", "Content-Type", FORM);
		assertThat(response.body()).isEqualTo("parameters: 3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/parts?caching", "/parts?parameters" })
	void partsWhenFilterComesFirstAreRead(String path) {
		HttpResponse<String> response = server.send("POST", path,
				"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--b--\r\n", "Content-Type",
				"multipart/form-data; boundary=b");
		assertThat(response.body()).isEqualTo("parts: 1");
	}

	@ParameterizedTest
	@CsvSource({ "90000, 200", "200000, 413" })
	void bodyWhenOverHttp2IsReceivedWithinLimits(int size, int status) throws Exception {
		assumeThat(isTomcat()).as("The web server is Tomcat").isTrue();
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
		URI uri = URI.create("http://localhost:" + server.port() + "/text");
		client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/literal")).build(),
				BodyHandlers.ofString());
		HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri)
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size])))
			.build(), BodyHandlers.ofString());
		assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(response.statusCode()).isEqualTo(status);
	}

	/**
	 * Jetty decompresses bodies, and hides what the client has announced.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "GET" })
	void bodyWhenCompressedIsBoundedAsItIsRead(String method) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (OutputStream output = new GZIPOutputStream(compressed)) {
			output.write(new byte[200_000]);
		}
		assertThat(exchangeCompressed(method, compressed.toByteArray())).startsWith(isTomcat() ? "200" : "413");
	}

	@Test
	void bodyWhenNotCompressedAsItSaysIsBadRequest() throws IOException {
		assertThat(exchangeCompressed("POST", "nonsense".getBytes())).startsWith(isTomcat() ? "200" : "400");
	}

	private static String exchangeCompressed(String method, byte[] body) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead(method + " /text", "Content-Encoding: gzip", "Content-Type: text/plain",
					"Content-Length: " + body.length);
			client.send(new String(body, StandardCharsets.ISO_8859_1));
			return client.readAnswer().substring("HTTP/1.1 ".length());
		}
	}

	@Test
	void requestWhenFormerOneWasRefusedIsAnsweredOnSameConnection() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 3; i++) {
				client.sendHead("DELETE /text", "Content-Length: 150000").send("x".repeat(150_000));
				assertThat(client.readAnswer()).startsWith("HTTP/1.1 405");
				client.sendHead("POST /text", "Content-Length: 4").send("abcd");
				assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("text: 4");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(HostileApplication.class)
	static class Application {

		@Bean
		Filter bodyFilter() {
			return (request, response, chain) -> {
				HttpServletRequest http = (HttpServletRequest) request;
				switch (String.valueOf(http.getQueryString())) {
					case "caching" -> chain.doFilter(new ContentCachingRequestWrapper(http, 1_000_000), response);
					case "cached" -> chain.doFilter(new CachedBodyRequest(http), response);
					case "parameters" -> {
						http.getParameter("a");
						chain.doFilter(request, response);
					}
					default -> chain.doFilter(request, response);
				}
			};
		}

	}

	/**
	 * As it is found in many an application.
	 */
	private static final class CachedBodyRequest extends HttpServletRequestWrapper {

		private final byte[] body;

		CachedBodyRequest(HttpServletRequest request) throws IOException {
			super(request);
			this.body = request.getInputStream().readAllBytes();
		}

		@Override
		public ServletInputStream getInputStream() {
			InputStream input = new ByteArrayInputStream(this.body);
			return new ServletInputStream() {

				@Override
				public boolean isFinished() {
					return false;
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					throw new UnsupportedOperationException();
				}

				@Override
				public int read() throws IOException {
					return input.read();
				}

			};
		}

	}

}
