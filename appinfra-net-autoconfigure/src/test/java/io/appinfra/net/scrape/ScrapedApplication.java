package io.appinfra.net.scrape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.awaitility.Awaitility.await;

/**
 * {@link ScrapeApplication} in this process, and its worker.
 */
final class ScrapedApplication implements AutoCloseable {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	private final ServletWebServerApplicationContext context;

	private ScrapedApplication(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	static ScrapedApplication start(String... args) {
		String[] all = Stream.concat(Stream.of("--server.port=0", "--spring.datasource.generate-unique-name=true",
				"--management.endpoints.web.exposure.include=*"), Stream.of(args))
			.toArray(String[]::new);
		return new ScrapedApplication(
				(ServletWebServerApplicationContext) new SpringApplication(ScrapeApplication.class).run(all));
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	Scrape scrape() {
		return Scrape.of(send("GET", "/actuator/prometheus", ""));
	}

	JsonNode ticker(String name) {
		return json.readTree(send("GET", "/actuator/tickers/" + name, ""));
	}

	JsonNode worker() {
		return json.readTree(send("GET", "/actuator/workers", "")).at("/workers/default");
	}

	void order(String ticker, String action) {
		send("POST", "/actuator/tickers/" + ticker, "{\"action\":\"%s\"}".formatted(action));
	}

	void pause(String ticker) {
		order(ticker, "pause");
		await().atMost(LONG).until(() -> ticker(ticker).at("/state").asString().equals("PAUSED"));
	}

	long awaitWorkerOtherThan(long pid) {
		return await().atMost(LONG)
			.until(this::worker,
					(worker) -> worker.at("/state").asString().equals("UP") && worker.at("/pid").asLong() != pid)
			.at("/pid")
			.asLong();
	}

	String send(String method, String path, String body) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
