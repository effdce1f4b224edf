package io.appinfra.net.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * An application on a real web server in this process, and an operator of it.
 */
final class OperatedApplication implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

	private final ServletWebServerApplicationContext context;

	private OperatedApplication(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	static OperatedApplication start(Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0",
				"--management.endpoints.web.exposure.include=*", "--spring.datasource.generate-unique-name=true"));
		Stream.of(properties).map((property) -> "--" + property).forEach(arguments::add);
		return new OperatedApplication((ServletWebServerApplicationContext) SpringApplication.run(application,
				arguments.toArray(String[]::new)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	JsonNode get(String path) {
		return json.readTree(send("GET", path, "").body());
	}

	JsonNode get(String path, int status) {
		HttpResponse<String> response = send("GET", path, "");
		if (response.statusCode() != status) {
			throw new AssertionError(response + " " + response.body());
		}
		return json.readTree(response.body());
	}

	HttpResponse<String> post(String path, String body) {
		return send("POST", path, body);
	}

	HttpResponse<String> send(String method, String path, String body) {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.context.getWebServer().getPort() + path))
			.timeout(PATIENCE)
			.header("Content-Type", "application/json")
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
			.build();
		try {
			return this.client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
