package io.appinfra.net.integration;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * An application on a real web server, and a client that sends what a test gives it, byte
 * by byte.
 *
 * @param context the application
 */
record RawServer(ServletWebServerApplicationContext context) implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 20_000;

	static RawServer start(Class<?>[] sources, String... properties) {
		String[] arguments = Stream.concat(Stream.of("server.port=0"), Stream.of(properties))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return new RawServer((ServletWebServerApplicationContext) SpringApplication.run(sources, arguments));
	}

	/**
	 * Send a request without a body.
	 * @param method the method
	 * @param target the target, as it is to be on the wire
	 * @param headers lines of the header
	 * @return everything that comes back until the server ends the connection
	 */
	String exchange(String method, String target, String... headers) throws IOException {
		return exchangeBody(method, target, "", headers);
	}

	/**
	 * Send a request with a body.
	 * @param method the method
	 * @param target the target, as it is to be on the wire
	 * @param body the body, whose length is in the header
	 * @param headers lines of the header
	 * @return everything that comes back until the server ends the connection
	 */
	String exchangeBody(String method, String target, String body, String... headers) throws IOException {
		String request = "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(method, target);
		String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
		try (Socket socket = new Socket("localhost", this.context.getWebServer().getPort())) {
			socket.setSoTimeout(PATIENCE_MILLIS);
			socket.getOutputStream().write((request + lines + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	static int status(String response) {
		return Integer.parseInt(response.split(" ", 3)[1]);
	}

	static String as(String user) {
		byte[] credentials = (user + ":secret").getBytes(StandardCharsets.ISO_8859_1);
		return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
