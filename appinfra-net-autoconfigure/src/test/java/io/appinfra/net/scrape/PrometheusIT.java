package io.appinfra.net.scrape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a real Prometheus answers to the queries of the dashboard and of the
 * documentation, when there was something to show. Skipped where there is no
 * {@code prometheus}.
 */
@Tag("full")
class PrometheusIT {

	private static final Duration LONG = Duration.ofSeconds(90);

	private static final String PROBLEMS = "Ticks that did not succeed";

	@TempDir
	private Path directory;

	@Test
	void queriesWhenThingsHaveHappenedShowThem() throws Exception {
		assumeTrue(Prometheus.program().isPresent(), "There is no prometheus");
		try (ScrapedApplication application = ScrapedApplication.start();
				Prometheus prometheus = Prometheus.start(Prometheus.program().orElseThrow(), this.directory,
						application.port())) {
			long worker = application.awaitWorkerOtherThan(0);
			awaitSeries(prometheus);
			long second = letTickTimeOut(application, worker);
			letWorkerDieInTick(application, second);
			application.send("GET", "/hello/you", "");
			await().atMost(LONG).untilAsserted(() -> {
				assertThat(queriesOfDashboard()).hasSizeGreaterThan(15)
					.allSatisfy((query) -> assertThat(prometheus.query(query)).isNotEmpty());
				assertThat(prometheus.sum(problems(), "outcome", "timeout")).isPositive();
				assertThat(prometheus.sum(problems(), "outcome", "lost")).isPositive();
				assertThat(prometheus.sum(restarts(), "reason", "tick-timeout")).isPositive();
				assertThat(prometheus.sum(restarts(), "reason", "crash")).isPositive();
				assertThat(queriesOfDocumentation()).isNotEmpty()
					.allSatisfy((query) -> assertThat(prometheus.sum(query, "ticker", "stuck")).isPositive());
			});
		}
	}

	/**
	 * A series shows an increase once it was there before.
	 */
	private static void awaitSeries(Prometheus prometheus) {
		for (String series : new String[] { "appinfra_ticks_seconds_count{ticker=\"stuck\", outcome=\"timeout\"}",
				"appinfra_ticks_seconds_count{ticker=\"endless\", outcome=\"lost\"}",
				"appinfra_workers_restarts_total{reason=\"crash\"}" }) {
			await().atMost(LONG).until(() -> !prometheus.query(series).isEmpty());
		}
	}

	private static long letTickTimeOut(ScrapedApplication application, long worker) {
		application.order("stuck", "trigger");
		return application.awaitWorkerOtherThan(worker);
	}

	private static void letWorkerDieInTick(ScrapedApplication application, long worker) {
		application.pause("fast");
		application.order("endless", "trigger");
		await().atMost(LONG).until(() -> application.ticker("endless").at("/state").asString().equals("RUNNING"));
		ProcessHandle.of(worker).orElseThrow().destroyForcibly();
		application.awaitWorkerOtherThan(worker);
		application.order("fast", "resume");
	}

	private static String problems() {
		return panel(PROBLEMS).findFirst().orElseThrow();
	}

	private static String restarts() {
		return panel("Restarts").findFirst().orElseThrow();
	}

	private static List<String> queriesOfDashboard() {
		return panel("").toList();
	}

	private static Stream<String> panel(String title) {
		return new JsonMapper().readTree(Path.of("../docs/grafana-dashboard.json").toFile())
			.at("/panels")
			.valueStream()
			.filter((panel) -> title.isEmpty() || panel.at("/title").asString().equals(title))
			.flatMap((panel) -> panel.findValuesAsString("expr").stream())
			.map((query) -> query.replace("$instance", ".*").replace("$__rate_interval", "5m"));
	}

	private static List<String> queriesOfDocumentation() {
		try (Stream<String> lines = Files.lines(Path.of("../docs/operations.md"))) {
			return lines.filter((line) -> line.matches(" {4}\\w.*appinfra_.*")).map(String::strip).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
