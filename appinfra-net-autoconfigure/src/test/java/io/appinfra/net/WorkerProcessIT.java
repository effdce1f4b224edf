package io.appinfra.net;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.util.FileSystemUtils;

import io.appinfra.net.fixture.ApplicationProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A web process and its worker, started from classes: what is seen of one in the other,
 * and what becomes of the application when the worker dies in one way or another.
 */
@TestInstance(Lifecycle.PER_CLASS)
class WorkerProcessIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final List<String> EFFECTS_OF_TICKERS = List.of("onStart", "beforeFirstTick", "acknowledged",
			"onStop");

	private ApplicationProcess application;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.application = ApplicationProcess.start(directory, "--fixture.seen=from the command line");
	}

	@AfterAll
	void close() {
		this.application.close();
	}

	@Test
	void tickWhenInWorkerIsSeenThroughHttp() {
		long worker = this.application.awaitWorker();
		JsonNode count = this.application.get("/count");
		assertThat(worker).isNotEqualTo(count.at("/pid").asLong());
		assertThat(count.at("/count").asLong()).isPositive();
		assertThat(count.at("/last/role").asString()).isEqualTo("WORKER");
		assertThat(count.at("/last/seen").asString()).isEqualTo("from the command line");
	}

	@Test
	void endpointsWhenRunningShowWhatRuns() {
		long worker = this.application.awaitWorker();
		this.application
			.await(() -> this.application.get("/actuator/tickers/countingTicker").at("/ticks").asLong() > 0);
		JsonNode ticker = this.application.get("/actuator/tickers").at("/tickers/countingTicker");
		assertThat(ticker.at("/mode").asString()).isEqualTo("FLEX");
		assertThat(ticker.at("/interval").asString()).isEqualTo("50ms");
		assertThat(ticker.at("/runIn").asString()).isEqualTo("WORKER");
		assertThat(ticker.at("/worker").asString()).isEqualTo("default");
		assertThat(ticker.at("/last/outcome").asString()).isEqualTo("SUCCESS");
		JsonNode process = this.application.get("/actuator/workers").at("/workers/default");
		assertThat(process.at("/pid").asLong()).isEqualTo(worker);
		assertThat(process.at("/tickers").toString()).isEqualTo("[\"countingTicker\",\"stubbornTicker\"]");
		assertThat(this.application.get("/actuator/handlers").at("/handlers/countingTicker/paths/0").asString())
			.isEqualTo("/count");
		JsonNode health = this.application.get("/actuator/health");
		assertThat(health.at("/components/workers/status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/tickers/status").asString()).isEqualTo("UP");
	}

	@Test
	void effectsWhenInWorkerAreThoseOfItsTickersAlone() {
		long worker = this.application.awaitWorker();
		long web = this.application.get("/count").at("/pid").asLong();
		await().atMost(LONG)
			.untilAsserted(() -> assertThat(kinds(web)).contains("applicationRunner", "commandLineRunner",
					"refreshedListener", "startedListener", "initializingSingleton", "scheduledByConfigurer",
					"metricsExport", "postConstruct", "readyListener", "scheduled", "listenerContainer", "jmx",
					"lifecycle", "listenerConfigurer", "migrations"));
		assertThat(kinds(web)).doesNotContainAnyElementsOf(EFFECTS_OF_TICKERS);
		assertThat(kinds(worker)).isSubsetOf(EFFECTS_OF_TICKERS);
		assertThat(this.application.effects(web)).contains("migrations 1");
	}

	@Test
	void killWhenWorkerTicksLosesNoCount() throws Exception {
		long before = this.application.awaitWorker();
		this.application.await(() -> !acknowledged(before).isEmpty());
		JsonNode last = this.application.get("/count").at("/last");
		this.application.kill(before);
		long after = this.application.awaitWorkerOtherThan(before);
		this.application.await(() -> !acknowledged(after).isEmpty());
		JsonNode next = this.application.get("/count").at("/last");
		assertThat(next.at("/number").asLong()).isGreaterThan(last.at("/number").asLong());
		assertThat(next.at("/fencingToken").asLong()).isGreaterThan(last.at("/fencingToken").asLong());
		assertThat(acknowledged(after).first()).isGreaterThan(acknowledged(before).last())
			.isLessThanOrEqualTo(acknowledged(before).last() + 2);
		assertThat(this.application.effects(before)).doesNotContain("onStop");
		assertThat(this.application.get("/actuator/workers").at("/workers/default/lastExit/code").asInt())
			.isEqualTo(137);
	}

	@Test
	void killWhenTemporaryFilesAreGoneIsFollowedByAnotherProcess() throws Exception {
		long worker = this.application.awaitWorker();
		FileSystemUtils.deleteRecursively(this.application.directory().resolve("tmp"));
		this.application.kill(worker);
		this.application.awaitWorkerOtherThan(worker);
	}

	@Test
	void lockWhenHolderIsKilledIsFree() throws Exception {
		long worker = this.application.awaitWorker();
		order("lock");
		this.application.await(() -> !this.application.get("/orders/x").at("/free").asBoolean());
		this.application.kill(worker);
		this.application.await(() -> this.application.get("/orders/x").at("/free").asBoolean());
		this.application.awaitWorkerOtherThan(worker);
	}

	@Test
	@Tag("full")
	void haltWhenInWorkerIsRestartedAndReported() {
		long worker = this.application.awaitWorker();
		order("halt");
		this.application.awaitWorkerOtherThan(worker);
		assertThat(this.application.get("/actuator/workers").at("/workers/default/lastExit/code").asInt())
			.isEqualTo(42);
	}

	@Test
	@Tag("full")
	void memoryWhenExhaustedInWorkerIsReportedInWords() {
		long worker = this.application.awaitWorker();
		order("memory");
		this.application.awaitWorkerOtherThan(worker);
		assertThat(this.application.get("/actuator/workers").at("/workers/default/lastExit/reason").asString())
			.startsWith("out of memory");
	}

	private void order(String order) {
		assertThat(this.application.send("POST", "/orders/" + order).statusCode()).isEqualTo(202);
	}

	private Set<String> kinds(long pid) {
		return this.application.effects(pid)
			.stream()
			.map((effect) -> effect.split(" ")[0])
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private TreeSet<Long> acknowledged(long pid) {
		return this.application.effects(pid)
			.stream()
			.filter((effect) -> effect.startsWith("acknowledged "))
			.map((effect) -> Long.valueOf(effect.split(" ")[1]))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
