package io.appinfra.net.scrape;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Ticks in both kinds of process, as Prometheus sees them.
 */
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
class TickScrapeIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private ScrapedApplication application;

	@BeforeAll
	void start() {
		this.application = ScrapedApplication.start();
		this.application.awaitWorkerOtherThan(0);
	}

	@AfterAll
	void close() {
		this.application.close();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '~', textBlock = """
			local, in-process
			fast, worker
			""")
	void metricsOfTicksAreThereWithTheSameNamesAndTags(String ticker, String runIn) {
		String[] labels = { "run_in=\"%s\"".formatted(runIn), "ticker=\"%s\"".formatted(ticker) };
		await().atMost(LONG).untilAsserted(() -> {
			Scrape scrape = this.application.scrape();
			assertThat(scrape.sum("appinfra_ticks_seconds_count", labels[0], labels[1], "outcome=\"success\""))
				.isGreaterThan(10);
			assertThat(scrape.sum("appinfra_ticks_seconds_count", labels[0], labels[1], "outcome=\"failure\"")).isOne();
			for (String metric : new String[] { "appinfra_ticks_seconds_sum", "appinfra_ticks_seconds_max",
					"appinfra_ticks_lateness_seconds_count", "appinfra_ticks_lateness_seconds_sum",
					"appinfra_ticks_lateness_seconds_max" }) {
				assertThat(scrape.sum(metric, labels)).as(metric).isPositive();
			}
			assertThat(scrape.has("appinfra_ticks_skipped_total", labels)).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "local", "fast" })
	void countsWhenTickerIsPausedAreThoseOfTheEndpoint(String ticker) {
		await().atMost(LONG).until(() -> this.application.ticker(ticker).at("/ticks").asLong() > 1000);
		this.application.pause(ticker);
		assertCountsAreEqual(ticker);
		this.application.order(ticker, "resume");
	}

	private void assertCountsAreEqual(String ticker) {
		String label = "ticker=\"%s\"".formatted(ticker);
		await().atMost(LONG).untilAsserted(() -> {
			JsonNode status = this.application.ticker(ticker);
			Scrape scrape = this.application.scrape();
			assertThat(scrape.sum("appinfra_ticks_seconds_count", label)).isEqualTo(status.at("/ticks").asLong());
			assertThat(scrape.sum("appinfra_ticks_lateness_seconds_count", label))
				.isEqualTo(status.at("/ticks").asLong());
			assertThat(scrape.sum("appinfra_ticks_skipped_total", label)).isEqualTo(status.at("/skipped").asLong());
			assertThat(scrape.sum("appinfra_ticks_seconds_count", label)
					- scrape.sum("appinfra_ticks_seconds_count", label, "outcome=\"success\""))
				.isEqualTo(status.at("/failures").asLong());
		});
	}

}
