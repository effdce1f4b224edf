package io.appinfra.net.scrape;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus server that scrapes one application each second.
 */
final class Prometheus implements AutoCloseable {

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final int port;

	private Prometheus(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Return the program, if the machine has it.
	 * @return the program
	 */
	static Optional<Path> program() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, "prometheus"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static Prometheus start(Path program, Path directory, int scrapedPort) throws IOException {
		int port = freePort();
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
				global: {scrape_interval: 1s}
				scrape_configs:
				- job_name: application
				  metrics_path: /actuator/prometheus
				  static_configs: [{targets: ["localhost:%d"]}]
				""".formatted(scrapedPort));
		Process process = new ProcessBuilder(program.toString(), "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		return new Prometheus(process, port);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Evaluate a query now.
	 * @param query the query
	 * @return its results, none while the server does not answer yet
	 */
	List<JsonNode> query(String query) {
		URI uri = URI.create("http://127.0.0.1:%d/api/v1/query?query=%s".formatted(this.port,
				URLEncoder.encode(query, StandardCharsets.UTF_8)));
		try {
			JsonNode answer = json.readTree(
					this.http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body());
			if (!answer.at("/status").asString().equals("success")) {
				throw new IllegalStateException("%s: %s".formatted(query, answer));
			}
			return answer.at("/data/result").valueStream().toList();
		}
		catch (IOException ex) {
			if (!this.process.isAlive()) {
				throw new UncheckedIOException(ex);
			}
			return List.of();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the sum of the values that a query has now.
	 * @param query the query
	 * @param label a label that counts, such as {@code outcome}
	 * @param value its value
	 * @return the sum
	 */
	double sum(String query, String label, String value) {
		return query(query).stream()
			.filter((result) -> result.at("/metric/" + label).asString().equals(value))
			.mapToDouble((result) -> Double.parseDouble(result.at("/value/1").asString()))
			.sum();
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit()
			.completeOnTimeout(this.process, 20, TimeUnit.SECONDS)
			.thenAccept(Process::destroyForcibly)
			.thenCompose((destroyed) -> this.process.onExit())
			.join();
	}

}
