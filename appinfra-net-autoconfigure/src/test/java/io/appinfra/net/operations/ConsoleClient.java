package io.appinfra.net.operations;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * An application with a console on a real web server, and a client of it that sends any
 * header fields.
 *
 * @param context the application
 * @param port the port of the console
 */
record ConsoleClient(ServletWebServerApplicationContext context, int port) implements AutoCloseable {

	static final String CONSOLE = "/actuator/console";

	private static final int PATIENCE_MILLIS = 30_000;

	private static final JsonMapper json = new JsonMapper();

	static ConsoleClient start(Class<?> application, String... properties) {
		String[] arguments = new String[properties.length + 1];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		arguments[properties.length] = "--server.port=0";
		var context = (ServletWebServerApplicationContext) SpringApplication.run(application, arguments);
		String management = context.getEnvironment().getProperty("local.management.port");
		return new ConsoleClient(context,
				(management != null) ? Integer.parseInt(management) : context.getWebServer().getPort());
	}

	HttpResponse<String> get(String path, String... headers) {
		return send(request(path, headers).GET());
	}

	HttpResponse<String> post(String path, String body, String... headers) {
		return send(request(path, headers).POST(BodyPublishers.ofString(body)));
	}

	String token() {
		return json(get(CONSOLE + "/session").body()).at("/token").asString();
	}

	static JsonNode json(String text) {
		return json.readTree(text);
	}

	private HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofMillis(PATIENCE_MILLIS));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Send a target as it is, and return the status.
	 */
	int status(String target) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(PATIENCE_MILLIS);
			socket.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(target)
					.getBytes(StandardCharsets.ISO_8859_1));
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			return Integer.parseInt(response.split(" ", 3)[1]);
		}
	}

	Events events() throws IOException, InterruptedException {
		HttpResponse<InputStream> response = HttpClient.newHttpClient()
			.send(request(CONSOLE + "/events", "Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
		return new Events(response, new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * A stream of events.
	 */
	record Events(HttpResponse<?> response, BufferedReader reader) implements AutoCloseable {

		/**
		 * Wait for the next event of a name.
		 * @return its data, or {@code null} at the end of the stream
		 */
		JsonNode next(String name) throws IOException {
			String event = "";
			for (String line = this.reader.readLine(); line != null; line = this.reader.readLine()) {
				if (line.startsWith("event:")) {
					event = line.substring("event:".length());
				}
				else if (line.startsWith("data:") && event.equals(name)) {
					return json(line.substring("data:".length()));
				}
			}
			return null;
		}

		@Override
		public void close() throws IOException {
			this.reader.close();
		}

	}

}
