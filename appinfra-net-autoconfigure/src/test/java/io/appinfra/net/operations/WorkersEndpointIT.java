package io.appinfra.net.operations;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
class WorkersEndpointIT {

	private static final String WORKER = "/actuator/workers/default";

	private static final String RESTART = "{\"action\":\"restart\"}";

	private OperatedApplication application;

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void restartWhenUpStopsNormallyAndTicksOnInAnotherProcess(CapturedOutput output) {
		start();
		long pid = awaitUp(0);
		await().until(() -> count("starts") == 1);
		var response = this.application.post(WORKER, RESTART);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).startsWith("{\"state\":\"STARTING\",\"pid\":%d,\"startedAt\":\"".formatted(pid));
		long next = awaitUp(pid);
		assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
		assertThat(count("stops")).isOne();
		await().until(() -> count("starts") == 2);
		JsonNode worker = this.application.get(WORKER, 200);
		assertThat(this.application.get("/actuator/workers").at("/workers/default").propertyNames())
			.containsExactlyElementsOf(worker.propertyNames());
		String lastExit = worker.at("/lastExit").toString();
		assertThat(lastExit).isEqualTo("{\"code\":0,\"reason\":\"restart requested: normally\",\"at\":\"%s\"}"
			.formatted(Instant.parse(worker.at("/lastExit/at").asString())));
		assertThat(worker.toString()).isEqualTo(
				"""
						{"state":"UP","pid":%d,"startedAt":"%s","restarts":1,"heartbeatAgeMs":%d,"rssBytes":%d,"tickers":["holding"],"lastExit":%s}"""
					.formatted(next, Instant.parse(worker.at("/startedAt").asString()),
							worker.at("/heartbeatAgeMs").asLong(), worker.at("/rssBytes").asLong(), lastExit));
		assertThat(output.getAll().lines()).filteredOn((line) -> !line.contains("LateTicks"))
			.noneMatch((line) -> line.matches(".* (WARN|ERROR) .*appinfra.*"));
	}

	@Test
	@Tag("full")
	void restartWhenStandbyWaitsLetsItTakeOver(CapturedOutput output) {
		start("appinfra.net.workers.default.standby=true");
		long pid = awaitUp(0);
		await().atMost(Duration.ofSeconds(180)).until(() -> output.getAll().contains(" stands by"));
		this.application.post(WORKER, RESTART);
		long next = awaitUp(pid);
		assertThat(output).contains("Worker 'default' (pid %d) stands by".formatted(next))
			.contains("restart that was requested: normally. Worker 'default' (pid %d) takes over".formatted(next));
	}

	@Test
	@Tag("full")
	void restartWhenBackingOffStartsAtOnce() {
		start("appinfra.net.workers.default.restart.initial-delay=1h",
				"appinfra.net.workers.default.restart.max-delay=1h");
		restartAfterKill("BACKOFF");
	}

	@Test
	void restartWhenDownStartsAtOnce() {
		start("appinfra.net.workers.default.restart.max-restarts=0",
				"appinfra.net.workers.default.restart.max-delay=1h");
		restartAfterKill("DOWN");
	}

	private void restartAfterKill(String state) {
		long pid = awaitUp(0);
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		await().until(() -> this.application.get(WORKER).at("/state").asString().equals(state));
		JsonNode restarted = this.application.get(WORKER);
		assertThat(restarted.has("pid")).isFalse();
		assertThat(this.application.post(WORKER, RESTART).body()).startsWith("{\"state\":\"STARTING\"");
		awaitUp(pid);
		assertThat(this.application.get(WORKER).at("/restarts").asInt()).isOne();
	}

	@Test
	void restartWhenStoppedIsRefusedWithReason() {
		start();
		WorkerLifecycle lifecycle = this.application.bean(WorkerLifecycle.class);
		lifecycle.stop();
		var response = this.application.post(WORKER, RESTART);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body())
			.isEqualTo("{\"reason\":\"Worker 'default' is stopped, and starts with the application only\"}");
		assertThat(this.application.get(WORKER).at("/state").asString()).isEqualTo("STOPPED");
	}

	@Test
	void restartWhenAccessIsReadOnlyIsNotAllowed() {
		start("management.endpoint.workers.access=read-only");
		assertThat(this.application.post(WORKER, RESTART).statusCode()).isEqualTo(405);
		assertThat(this.application.get(WORKER, 200).at("/restarts").asInt()).isZero();
	}

	@Test
	void sharedStateWhenWorkerHoldsLockNamesWorkerAndProcess() {
		start();
		long pid = awaitUp(0);
		await().until(() -> count("starts") == 1);
		JsonNode lock = this.application.get("/actuator/sharedstate").at("/locks/import");
		assertThat(lock.toString()).isEqualTo(
				"{\"held\":true,\"holder\":{\"role\":\"WORKER\",\"worker\":\"default\",\"pid\":%d},\"fencingToken\":%d,\"waiting\":0}"
					.formatted(pid, lock.at("/fencingToken").asLong()));
		assertThat(lock.at("/fencingToken").asLong()).isPositive();
	}

	@Test
	void tickerWhenInWorkerHasItsRecentTicks() {
		start();
		awaitUp(0);
		await().until(() -> this.application.get("/actuator/tickers/holding").at("/recent").size() == 100);
		JsonNode recent = this.application.get("/actuator/tickers/holding").at("/recent");
		for (int i = 1; i < recent.size(); i++) {
			JsonNode tick = recent.get(i);
			assertThat(tick.at("/outcome").asString()).isEqualTo("SUCCESS");
			assertThat(tick.at("/number").asLong())
				.isEqualTo(recent.get(i - 1).at("/number").asLong() + 1 + tick.at("/unseen").asLong());
		}
	}

	private void start(String... properties) {
		this.application = OperatedApplication.start(WorkerApplication.class, properties);
	}

	private long awaitUp(long otherThan) {
		await().atMost(Duration.ofSeconds(180)).until(() -> {
			JsonNode worker = this.application.get(WORKER);
			return worker.at("/state").asString().equals("UP") && worker.at("/pid").asLong() != otherThan
					&& worker.has("rssBytes");
		});
		return this.application.get(WORKER).at("/pid").asLong();
	}

	private long count(String counter) {
		return this.application.bean(SharedState.class).counter(counter).get();
	}

}
