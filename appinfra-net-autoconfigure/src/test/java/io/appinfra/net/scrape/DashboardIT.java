package io.appinfra.net.scrape;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Grafana dashboard of the documentation, and what it asks for.
 */
@Tag("full")
class DashboardIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final JsonNode dashboard = new JsonMapper().readTree(Path.of("../docs/grafana-dashboard.json").toFile());

	@Test
	void queriesNameMetricsAndLabelsThatTheApplicationHas() {
		List<Query> queries = this.dashboard.findValuesAsString("expr").stream().map(Query::new).toList();
		assertThat(queries).hasSizeGreaterThan(15);
		try (ScrapedApplication application = ScrapedApplication.start()) {
			application.awaitWorkerOtherThan(0);
			application.send("GET", "/hello/you", "");
			await().atMost(LONG).untilAsserted(() -> {
				Scrape scrape = application.scrape();
				assertThat(queries).allSatisfy((query) -> assertAnswered(query, scrape));
			});
		}
	}

	@Test
	void variablesNameAMetricOfThePanels() {
		String definition = this.dashboard.at("/templating/list/1/definition").asString();
		assertThat(definition).isEqualTo("label_values(appinfra_ticks_seconds_count, instance)");
		assertThat(this.dashboard.findValuesAsString("expr"))
			.anyMatch((query) -> query.contains("appinfra_ticks_seconds_count"))
			.allMatch((query) -> query.contains("instance=~\"$instance\""));
	}

	@Test
	void metricsOfQueryAreFoundInIt() {
		Query query = new Query(
				"sum by (a, b) (rate(one_sum{x=\"y\"}[$__rate_interval])) / 2 * max by (c) (two) or 0 * three");
		assertThat(query.metrics()).containsExactly("one_sum", "three", "two");
		assertThat(query.labels()).containsExactly("a", "b", "c");
	}

	private static void assertAnswered(Query query, Scrape scrape) {
		assertThat(query.metrics()).isNotEmpty().allSatisfy((metric) -> {
			assertThat(scrape.has(metric)).as(metric).isTrue();
			assertThat(query.labels()).allMatch((label) -> scrape.has(metric, label + "=\""));
		});
	}

}
