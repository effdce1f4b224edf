package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * An application on a real web server, and a client of it.
 */
final class TestServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

	private final ServletWebServerApplicationContext context;

	private TestServer(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	static TestServer start(Class<?> application, String... properties) {
		SpringApplication springApplication = new SpringApplication(application);
		String[] arguments = new String[properties.length + 1];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		arguments[properties.length] = "--server.port=0";
		return new TestServer((ServletWebServerApplicationContext) springApplication.run(arguments));
	}

	ServletWebServerApplicationContext context() {
		return this.context;
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, "", headers);
	}

	HttpResponse<String> send(String method, String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
			.timeout(PATIENCE)
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Send a request without a body and return every byte that comes back until the
	 * server ends the connection.
	 */
	String exchange(String method, String path) throws IOException {
		try (Socket socket = open(method, path)) {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	Socket open(String method, String path) throws IOException {
		Socket socket = new Socket("localhost", port());
		socket.setSoTimeout((int) PATIENCE.toMillis());
		socket.getOutputStream()
			.write("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(method, path)
				.getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
