package io.appinfra.net.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands for a Eureka server, and for a service that is found by its name.
 */
final class Registry implements AutoCloseable {

	private static final String NO_APPLICATIONS = """
			{"applications":{"versions__delta":"1","apps__hashcode":"","application":[]}}""";

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Registry() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		this.requests.add(exchange.getRequestMethod() + " " + path);
		boolean price = path.equals("/price");
		exchange.getResponseHeaders().add("Content-Type", price ? "text/plain" : "application/json");
		switch (exchange.getRequestMethod()) {
			case "GET" -> {
				byte[] body = (price ? "42" : NO_APPLICATIONS).getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
			}
			case "POST" -> exchange.sendResponseHeaders(204, -1);
			default -> exchange.sendResponseHeaders(200, -1);
		}
		exchange.close();
	}

	String uri() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Return what changes what is registered.
	 * @return methods and paths
	 */
	List<String> changes() {
		return this.requests.stream().filter((request) -> request.matches("(POST|DELETE) /eureka/apps/.*")).toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
