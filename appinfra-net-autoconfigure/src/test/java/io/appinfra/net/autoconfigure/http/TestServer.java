package io.appinfra.net.autoconfigure.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on a real web server, and a client of it.
 */
public final class TestServer implements AutoCloseable {

	/**
	 * The system property that names the web server, Tomcat if it is absent.
	 */
	public static final String SERVER_PROPERTY = "web-server";

	public static final String LAST_CHUNK = "\r\n0\r\n\r\n";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

	private final ServletWebServerApplicationContext context;

	private TestServer(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	public static TestServer start(Class<?> application, String... properties) {
		SpringApplication springApplication = new SpringApplication(application);
		String[] arguments = new String[properties.length + 1];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		arguments[properties.length] = "--server.port=0";
		return new TestServer((ServletWebServerApplicationContext) springApplication.run(arguments));
	}

	public ServletWebServerApplicationContext context() {
		return this.context;
	}

	public int port() {
		return this.context.getWebServer().getPort();
	}

	public HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, "", headers);
	}

	public HttpResponse<String> send(String method, String path, String body, String... headers) {
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

	/**
	 * Send a GET request on a connection that could stay open, and return every byte that
	 * comes back until the last chunk has come or the server ends the connection.
	 */
	String exchangeChunks(String path) throws IOException {
		StringBuilder received = new StringBuilder();
		try (Socket socket = open()) {
			write(socket, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
			int next = socket.getInputStream().read();
			while (next != -1) {
				received.append((char) next);
				next = received.toString().endsWith(LAST_CHUNK) ? -1 : socket.getInputStream().read();
			}
		}
		catch (SocketException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
		return received.toString();
	}

	public Socket open(String method, String path) throws IOException {
		Socket socket = open();
		write(socket, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(method, path));
		return socket;
	}

	public Socket open() throws IOException {
		Socket socket = new Socket("localhost", port());
		socket.setSoTimeout((int) PATIENCE.toMillis());
		return socket;
	}

	public static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	@Override
	public void close() {
		this.context.close();
	}

}
