package io.appinfra.net.tracing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Takes spans as OTLP over HTTP.
 */
final class Collector implements AutoCloseable {

	private final List<ExportedSpan> spans = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	Collector() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/traces", this::take);
		this.server.start();
	}

	String endpoint() {
		return "http://localhost:%d/v1/traces".formatted(this.server.getAddress().getPort());
	}

	List<ExportedSpan> spans() {
		return this.spans;
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			byte[] body = (zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody())
				.readAllBytes();
			this.spans.addAll(ExportedSpan.of(new Protobuf(body)));
			exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, -1);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
