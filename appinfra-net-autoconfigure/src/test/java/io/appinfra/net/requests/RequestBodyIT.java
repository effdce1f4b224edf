package io.appinfra.net.requests;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.annotation.PreDestroy;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.context.annotation.RequestScope;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.autoconfigure.http.RawClient;
import io.appinfra.net.autoconfigure.http.TestServer;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies are read in the thread of the handler, in the only dispatch of the request.
 */
@Tag("http")
class RequestBodyIT {

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

	private static final String PARTS = "Content-Type: multipart/form-data; boundary=b";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "appinfra.net.handlers.impatient.read-timeout=300ms",
				"server.tomcat.connection-timeout=60s", "server.jetty.connection-idle-timeout=60s");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "1, 0", "2, 0", "2, 1", "9, 0", "500, 499", "7000, 0", "7000, 3500" })
	void requestWhenItHasBodyIsDispatchedOnce(int length, int split) throws IOException {
		String tenant = "t" + length + "-" + split;
		String body = "x".repeat(length);
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /scoped", "Content-Length: " + length, "X-Tenant: " + tenant);
			client.send(body.substring(0, split)).send(body.substring(split));
			assertThat(client.readAnswer()).startsWith("HTTP/1.1 201")
				.endsWith("REQUEST %1$s closed=false %1$s %2$d".formatted(tenant, length));
		}
		Awaitility.await()
			.untilAsserted(() -> assertThat(Application.filtered).filteredOn((line) -> line.startsWith(tenant + " "))
				.containsExactly(tenant + " POST /scoped 201"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: text/plain", FORM, PARTS })
	void bodyWhenNothingComesIsRefusedLongBeforeConnectionTimesOut(String type) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /impatient", "Content-Length: 100", type);
			assertThat(client.readAll()).matches("(?s)(HTTP/1.1 408.*)?");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: text/plain", FORM, PARTS })
	void bodyWhenByteAfterByteIsRefused(String type) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /impatient", "Content-Length: 100000", type);
			HandlerLimitIT.Trickle trickle = new HandlerLimitIT.Trickle(client);
			trickle.start();
			assertThat(client.readToEnd()).matches("(?s)(HTTP/1.1 408.*)?");
		}
	}

	@Test
	void bodyWhenSlowerThanAllowedIsRefusedAfterGrace() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /scoped", "Content-Length: 1000").send("abc");
			assertThat(client.readAll()).startsWith("HTTP/1.1 408");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x\r\nabc\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "-1\r\na\r\n" })
	void bodyWhenBadlyFramedIsBadRequest(String body) throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /scoped", "Transfer-Encoding: chunked").send(body);
			assertThat(client.readAll()).startsWith("HTTP/1.1 400").contains("application/problem+json");
		}
	}

	@Test
	void bodyWhenClientSendsNoMoreIsBadRequest() throws IOException {
		try (RawClient client = new RawClient(server.port())) {
			client.sendHead("POST /scoped", "Content-Length: 100").send("abc").sendNoMore();
			assertThat(client.readAll()).startsWith("HTTP/1.1 400").contains("application/problem+json");
		}
	}

	@ParameterizedTest
	@CsvSource({ "900, 201, 201", "1500, 400, 413", "250000, 400, 413" })
	void formWhenItHasManyNamesIsBoundedByWebServer(int names, int status, int other) {
		StringBuilder form = new StringBuilder();
		for (int i = 0; i < names; i++) {
			form.append(i).append("=&");
		}
		HttpResponse<String> response = server.send("POST", "/form", form.toString(), "Content-Type",
				"application/x-www-form-urlencoded");
		assertThat(response.statusCode()).isIn(status, other);
	}

	@Test
	void bodyWhenTemporaryFilesAreCleanedIsRead() {
		Path directory = ((File) server.context().getServletContext().getAttribute(ServletContext.TEMPDIR)).toPath();
		assertThat(FileSystemUtils.deleteRecursively(directory.toFile())).isTrue();
		HttpResponse<String> response = server.send("POST", "/scoped", "x".repeat(300_000), "X-Tenant", "acme");
		assertThat(response.body()).endsWith(" 300000");
		String parts = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + "x".repeat(300_000)
				+ "\r\n--b--\r\n";
		assertThat(server.send("POST", "/parts", parts, "Content-Type", "multipart/form-data; boundary=b").body())
			.isEqualTo("1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static final List<String> filtered = new CopyOnWriteArrayList<>();

		@Bean
		AccessLog accessLog(Tenant tenant) {
			return new AccessLog(tenant);
		}

		@Bean
		@RequestScope
		Tenant tenant() {
			return new Tenant();
		}

		@Bean
		@Route("/scoped")
		RequestHandler scoped(Tenant tenant) {
			return new Poster((request) -> {
				int length = request.servletRequest().getInputStream().readAllBytes().length;
				return "%s %s closed=%s %s %d".formatted(request.servletRequest().getDispatcherType(), tenant.getName(),
						tenant.isClosed(), MDC.get("tenant"), length);
			});
		}

		@Bean
		@Route("/impatient")
		RequestHandler impatient() {
			return new Poster((request) -> {
				String type = String.valueOf(request.servletRequest().getContentType());
				return type.startsWith("multipart") ? request.multipartData().size()
						: type.contains("form") ? request.params().size() : request.body(String.class);
			});
		}

		@Bean
		@Route("/form")
		RequestHandler form() {
			return new Poster((request) -> request.params().size());
		}

		@Bean
		@Route("/parts")
		RequestHandler parts() {
			return new Poster((request) -> request.multipartData().size());
		}

	}

	static class Poster implements RequestHandler {

		private final HostileApplication.Answer answer;

		Poster(HostileApplication.Answer answer) {
			this.answer = answer;
		}

		@Override
		public ServerResponse doPost(ServerRequest request) throws Exception {
			return ServerResponse.status(201).body(this.answer.to(request).toString());
		}

	}

	/**
	 * Does what many a filter does as the request is over.
	 */
	static class AccessLog extends OncePerRequestFilter {

		private final Tenant tenant;

		AccessLog(Tenant tenant) {
			this.tenant = tenant;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			this.tenant.setName(String.valueOf(request.getHeader("X-Tenant")));
			MDC.put("tenant", this.tenant.getName());
			try {
				chain.doFilter(request, response);
			}
			finally {
				MDC.remove("tenant");
				if (!isAsyncStarted(request)) {
					Application.filtered.add("%s %s %s %d".formatted(this.tenant.getName(), request.getMethod(),
							request.getRequestURI(), response.getStatus()));
				}
			}
		}

	}

	static class Tenant {

		private String name = "";

		private boolean closed;

		String getName() {
			return this.name;
		}

		void setName(String name) {
			this.name = name;
		}

		boolean isClosed() {
			return this.closed;
		}

		@PreDestroy
		void close() {
			this.closed = true;
		}

	}

}
