package io.appinfra.net.operations;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.supervisor.WorkerLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The endpoint {@code workers} over HTTP, with processes.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class WorkersEndpointIT {

	private static final String WORKER = "/actuator/workers/default";

	private static final String RESTART = "{\"action\":\"restart\"}";

	private OperatedApplication application;

	@BeforeAll
	void start() {
		this.application = OperatedApplication.start(WorkerApplication.class);
		awaitUp(this.application, 0);
		await().until(() -> count("starts") == 1);
	}

	@AfterAll
	void close() {
		this.application.close();
	}

	@Test
	void restartWhenUpStopsNormallyAndTicksOnInAnotherProcess(CapturedOutput output) {
		JsonNode former = this.application.get(WORKER);
		long pid = former.at("/pid").asLong();
		long starts = count("starts");
		long stops = count("stops");
		var response = this.application.post(WORKER, RESTART);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).startsWith("{\"state\":\"STARTING\",\"pid\":%d,\"startedAt\":\"".formatted(pid));
		long next = awaitUp(this.application, pid);
		assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
		assertThat(count("stops")).isEqualTo(stops + 1);
		await().until(() -> count("starts") == starts + 1);
		JsonNode worker = this.application.get(WORKER, 200);
		assertThat(this.application.get("/actuator/workers").at("/workers/default").propertyNames())
			.containsExactlyElementsOf(worker.propertyNames());
		String lastExit = worker.at("/lastExit").toString();
		assertThat(lastExit).isEqualTo("{\"code\":0,\"reason\":\"restart requested: normally\",\"at\":\"%s\"}"
			.formatted(Instant.parse(worker.at("/lastExit/at").asString())));
		assertThat(worker.toString()).isEqualTo(
				"""
						{"state":"UP","pid":%d,"startedAt":"%s","restarts":%d,"heartbeatAgeMs":%d,"rssBytes":%d,"tickers":["holding"],"lastExit":%s}"""
					.formatted(next, Instant.parse(worker.at("/startedAt").asString()),
							former.at("/restarts").asInt() + 1, worker.at("/heartbeatAgeMs").asLong(),
							worker.at("/rssBytes").asLong(), lastExit));
		assertThat(output.getAll().lines()).filteredOn((line) -> !line.contains("LateTicks"))
			.noneMatch((line) -> line.matches(".* (WARN|ERROR) .*appinfra.*"));
	}

	@Test
	@Tag("full")
	void restartWhenStandbyWaitsLetsItTakeOver(CapturedOutput output) {
		try (OperatedApplication other = startOther("appinfra.net.workers.default.standby=true")) {
			long pid = awaitUp(other, 0);
			await().atMost(Duration.ofSeconds(180)).until(() -> output.getAll().contains(" stands by"));
			other.post(WORKER, RESTART);
			long next = awaitUp(other, pid);
			assertThat(output).contains("Worker 'default' (pid %d) stands by".formatted(next))
				.contains("restart that was requested: normally. Worker 'default' (pid %d) takes over".formatted(next));
		}
	}

	@ParameterizedTest
	@CsvSource({ "DOWN, 0", "BACKOFF, 10" })
	@Tag("full")
	void restartWhenNotRunningStartsAtOnce(String state, int maxRestarts) {
		try (OperatedApplication other = startOther("appinfra.net.workers.default.restart.max-restarts=" + maxRestarts,
				"appinfra.net.workers.default.restart.initial-delay=1h",
				"appinfra.net.workers.default.restart.max-delay=1h")) {
			long pid = awaitUp(other, 0);
			ProcessHandle.of(pid).orElseThrow().destroyForcibly();
			await().until(() -> other.get(WORKER).at("/state").asString().equals(state));
			assertThat(other.get(WORKER).has("pid")).isFalse();
			assertThat(other.post(WORKER, RESTART).body()).startsWith("{\"state\":\"STARTING\"");
			awaitUp(other, pid);
			assertThat(other.get(WORKER).at("/restarts").asInt()).isOne();
		}
	}

	@Test
	void restartWhenStoppedIsRefusedWithReason() {
		WorkerLifecycle lifecycle = this.application.bean(WorkerLifecycle.class);
		lifecycle.stop();
		var response = this.application.post(WORKER, RESTART);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body())
			.isEqualTo("{\"reason\":\"Worker 'default' is stopped, and starts with the application only\"}");
		assertThat(this.application.get(WORKER).at("/state").asString()).isEqualTo("STOPPED");
		lifecycle.start();
		awaitUp(this.application, 0);
	}

	@Test
	void restartWhenAccessIsReadOnlyIsNotAllowed() {
		try (OperatedApplication other = startOther("management.endpoint.workers.access=read-only")) {
			assertThat(other.post(WORKER, RESTART).statusCode()).isEqualTo(405);
			assertThat(other.get(WORKER, 200).at("/restarts").asInt()).isZero();
		}
	}

	@Test
	void sharedStateWhenWorkerHoldsLockNamesWorkerAndProcess() {
		long pid = awaitUp(this.application, 0);
		JsonNode lock = await().until(() -> this.application.get("/actuator/sharedstate").at("/locks/import"),
				(held) -> held.at("/held").asBoolean());
		assertThat(lock.toString()).isEqualTo(
				"{\"held\":true,\"holder\":{\"role\":\"WORKER\",\"worker\":\"default\",\"pid\":%d},\"fencingToken\":%d,\"waiting\":0}"
					.formatted(pid, lock.at("/fencingToken").asLong()));
		assertThat(lock.at("/fencingToken").asLong()).isPositive();
	}

	@Test
	void tickerWhenInWorkerHasItsRecentTicks() {
		JsonNode recent = await().until(() -> this.application.get("/actuator/tickers/holding").at("/recent"),
				(ticks) -> ticks.size() == 100);
		for (int i = 1; i < recent.size(); i++) {
			JsonNode tick = recent.get(i);
			assertThat(tick.at("/outcome").asString()).isEqualTo("SUCCESS");
			assertThat(tick.at("/number").asLong())
				.isEqualTo(recent.get(i - 1).at("/number").asLong() + 1 + tick.at("/unseen").asLong());
		}
	}

	private static OperatedApplication startOther(String... properties) {
		return OperatedApplication.start(WorkerApplication.class, properties);
	}

	private static long awaitUp(OperatedApplication application, long otherThan) {
		return await().atMost(Duration.ofSeconds(180))
			.until(() -> application.get(WORKER),
					(worker) -> worker.at("/state").asString().equals("UP") && worker.at("/pid").asLong() != otherThan
							&& worker.has("rssBytes"))
			.at("/pid")
			.asLong();
	}

	private long count(String counter) {
		return this.application.bean(SharedState.class).counter(counter).get();
	}

}
