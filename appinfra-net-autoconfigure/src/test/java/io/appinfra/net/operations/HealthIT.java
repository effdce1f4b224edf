package io.appinfra.net.operations;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The health of tickers and workers over HTTP.
 */
class HealthIT {

	private static final String[] NEVER_AGAIN = { "appinfra.net.workers.default.restart.max-restarts=0",
			"appinfra.net.workers.default.restart.max-delay=1h" };

	private OperatedApplication application;

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void tickersWhenAllTickAreUpWithDetails() {
		start(TickersApplication.class);
		await().until(() -> !this.application.get("/actuator/health/tickers").toString().contains("RUNNING"));
		assertThat(this.application.get("/actuator/health/tickers", 200).toString()).isEqualTo("""
				{"details":{"failing":{"state":"WAITING","failuresInARow":0},\
				"slow":{"state":"WAITING","failuresInARow":0}},"status":"UP"}""");
	}

	@Test
	void tickersWhenOneFailsAsOftenAsConfiguredAreDown() {
		start(TickersApplication.class, "appinfra.net.tickers.failing.interval=5ms",
				"appinfra.net.tickers.failing.initial-delay=0s", "appinfra.net.tickers.failing.pause-after-failures=4",
				"management.health.tickers.failures=4");
		awaitStatus("tickers", "DOWN");
		assertThat(this.application.get("/actuator/health/tickers", 503).at("/details/failing").toString())
			.matches("\\{\"state\":\"\\w+\",\"failuresInARow\":4,"
					+ "\"problem\":\"4 failures in a row\",\"error\":\".*no prices today.*\"}");
	}

	@Test
	void tickersWhenOneFailsLessOftenThanByDefaultAreUp() {
		start(TickersApplication.class, "appinfra.net.tickers.failing.interval=5ms",
				"appinfra.net.tickers.failing.initial-delay=0s", "appinfra.net.tickers.failing.pause-after-failures=4");
		await().until(() -> this.application.get("/actuator/health/tickers")
			.at("/details/failing/state")
			.asString()
			.equals("PAUSED"));
		assertThat(this.application.get("/actuator/health/tickers", 200).at("/details/failing/failuresInARow").asInt())
			.isEqualTo(4);
	}

	@Test
	void tickersWhenTickRunsLongAreDownUntilItEnds() {
		start(TickersApplication.class, "appinfra.net.tickers.slow.interval=5ms",
				"appinfra.net.tickers.slow.initial-delay=0s", "management.health.tickers.overdue-minimum=50ms");
		awaitStatus("tickers", "DOWN");
		assertThat(this.application.get("/actuator/health/tickers", 503).at("/details/slow/problem").asString())
			.startsWith("the next tick is overdue, since this one runs since ");
		this.application.bean(CountDownLatch.class).countDown();
		awaitStatus("tickers", "UP");
	}

	@Test
	void workersWhenUpHaveDetailsAndProbesStayUpWhenTheyAreDown() {
		start(WorkerApplication.class, NEVER_AGAIN, "management.endpoint.health.probes.enabled=true",
				"management.health.tickers.failures=1");
		long pid = awaitWorker();
		assertThat(this.application.get("/actuator/health/workers", 200).toString())
			.isEqualTo("{\"details\":{\"default\":{\"state\":\"UP\",\"restarts\":0,\"pid\":%d}},\"status\":\"UP\"}"
				.formatted(pid));
		kill(pid);
		JsonNode workers = this.application.get("/actuator/health/workers", 503);
		assertThat(workers.at("/details/default/state").asString()).isEqualTo("DOWN");
		assertThat(workers.at("/details/default/lastExit/code").asInt()).isEqualTo(137);
		assertThat(this.application.get("/actuator/health", 503).at("/status").asString()).isEqualTo("DOWN");
		assertThat(this.application.get("/actuator/health/liveness", 200).toString()).isEqualTo("{\"status\":\"UP\"}");
		assertThat(this.application.get("/actuator/health/readiness", 200).toString()).isEqualTo("{\"status\":\"UP\"}");
	}

	@Test
	void readinessWhenItIncludesWorkersIsDownWithThem() {
		start(WorkerApplication.class, NEVER_AGAIN, "management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.group.readiness.include=readinessState,workers");
		long pid = awaitWorker();
		assertThat(this.application.get("/actuator/health/readiness", 200).at("/status").asString()).isEqualTo("UP");
		kill(pid);
		assertThat(this.application.get("/actuator/health/readiness", 503).at("/status").asString()).isEqualTo("DOWN");
		assertThat(this.application.get("/actuator/health/liveness", 200).at("/status").asString()).isEqualTo("UP");
	}

	private long awaitWorker() {
		await().atMost(Duration.ofSeconds(180))
			.until(() -> this.application.get("/actuator/workers/default").at("/state").asString().equals("UP"));
		return this.application.get("/actuator/workers/default").at("/pid").asLong();
	}

	private void kill(long pid) {
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		awaitStatus("workers", "DOWN");
	}

	private void awaitStatus(String contributor, String status) {
		await().atMost(Duration.ofSeconds(180))
			.until(() -> this.application.get("/actuator/health/" + contributor)
				.at("/status")
				.asString()
				.equals(status));
	}

	private void start(Class<?> type, String[] properties, String... more) {
		start(type, StringUtils.concatenateStringArrays(properties, more));
	}

	private void start(Class<?> type, String... properties) {
		this.application = OperatedApplication.start(type,
				StringUtils.addStringToArray(properties, "management.endpoint.health.show-details=always"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TickersApplication {

		@Bean
		CountDownLatch release() {
			return new CountDownLatch(1);
		}

		@Bean
		@Tick(interval = "1h", initialDelay = "1h")
		Ticker failing() {
			return (tick) -> {
				throw new IllegalStateException("no prices today");
			};
		}

		@Bean
		@Tick(interval = "1h", initialDelay = "1h")
		Ticker slow(CountDownLatch release) {
			return (tick) -> release.await();
		}

	}

}
