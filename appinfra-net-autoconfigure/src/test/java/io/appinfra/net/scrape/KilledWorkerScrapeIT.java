package io.appinfra.net.scrape;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The metrics of a worker that dies, as Prometheus sees them.
 */
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
class KilledWorkerScrapeIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private ScrapedApplication application;

	@BeforeAll
	void start() {
		this.application = ScrapedApplication.start("--appinfra.net.workers.default.restart.initial-delay=3s");
		this.application.awaitWorkerOtherThan(0);
	}

	@AfterAll
	void close() {
		this.application.close();
	}

	@Test
	void metricsOfWorkerAreThere() {
		await().atMost(LONG).untilAsserted(() -> {
			Scrape scrape = this.application.scrape();
			assertThat(scrape.sum("appinfra_workers_up", "worker=\"default\"")).isOne();
			assertThat(scrape.sum("appinfra_workers_memory_bytes", "worker=\"default\"")).isGreaterThan(1_000_000);
			for (String metric : new String[] { "appinfra_workers_jvm_memory_used_bytes",
					"appinfra_workers_jvm_memory_max_bytes", "appinfra_workers_jvm_threads_live_threads",
					"appinfra_workers_jvm_gc_pause_seconds_count", "appinfra_workers_jvm_gc_pause_seconds_sum",
					"appinfra_workers_jvm_cpu_time_seconds_total" }) {
				assertThat(scrape.sum(metric, "worker=\"default\"")).as(metric).isPositive();
			}
			assertThat(scrape.has("appinfra_workers_jvm_memory_used_bytes", "area=\"heap\"")).isTrue();
			for (String reason : new String[] { "crash", "heartbeat", "tick-timeout", "start-failure", "requested" }) {
				assertThat(scrape.has("appinfra_workers_restarts_total", "worker=\"default\"",
						"reason=\"%s\"".formatted(reason)))
					.isTrue();
			}
			assertThat(scrape.sum("appinfra_state_entries", "map=\"numbers\"")).isOne();
		});
	}

	@Test
	void countsWhenWorkerIsKilledMissASecondOfItsTicksAtMost() {
		await().atMost(LONG).until(() -> count("fast", "success") > 1000);
		long worker = this.application.awaitWorkerOtherThan(0);
		ProcessHandle.of(worker).orElseThrow().destroyForcibly();
		await().atMost(LONG)
			.until(() -> this.application.scrape().sum("appinfra_workers_up", "worker=\"default\"") == 0);
		this.application.awaitWorkerOtherThan(worker);
		assertThat(restarts("crash")).isOne();
		this.application.pause("fast");
		awaitRest();
		double missing = missing();
		assertThat(missing).isBetween(0.0, 20_000.0);
		this.application.order("fast", "resume");
		long ticks = this.application.ticker("fast").at("/ticks").asLong();
		await().atMost(LONG).until(() -> this.application.ticker("fast").at("/ticks").asLong() > ticks + 1000);
		this.application.pause("fast");
		await().atMost(LONG).untilAsserted(() -> assertThat(missing()).isEqualTo(missing));
		this.application.order("fast", "resume");
	}

	@Test
	void tickWhenItTimesOutInWorkerIsCountedByTheWebProcess() {
		long worker = this.application.awaitWorkerOtherThan(0);
		double before = count("stuck", "timeout");
		this.application.order("stuck", "trigger");
		this.application.awaitWorkerOtherThan(worker);
		assertThat(count("stuck", "timeout")).isEqualTo(before + 1);
		assertThat(restarts("tick-timeout")).isOne();
	}

	private void awaitRest() {
		double[] last = { -1 };
		await().atMost(LONG).pollInterval(Duration.ofSeconds(2)).until(() -> {
			double former = last[0];
			last[0] = missing();
			return last[0] == former;
		});
	}

	private double missing() {
		return this.application.ticker("fast").at("/ticks").asLong()
				- this.application.scrape().sum("appinfra_ticks_seconds_count", "ticker=\"fast\"");
	}

	private double restarts(String reason) {
		return this.application.scrape()
			.sum("appinfra_workers_restarts_total", "worker=\"default\"", "reason=\"%s\"".formatted(reason));
	}

	private double count(String ticker, String outcome) {
		return this.application.scrape()
			.sum("appinfra_ticks_seconds_count", "ticker=\"%s\"".formatted(ticker),
					"outcome=\"%s\"".formatted(outcome));
	}

}
