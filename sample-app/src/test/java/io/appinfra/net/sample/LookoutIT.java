package io.appinfra.net.sample;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packed application as users have it.
 */
class LookoutIT {

	private static final Path JAR = Path.of(System.getProperty("sample.jar"));

	@Test
	void runWhenFatJarWatchesItselfFromAWorker() throws Exception {
		try (LookoutProcess lookout = LookoutProcess.start(JAR)) {
			assertShowsPage(lookout);
			assertTargetsCanBeChanged(lookout);
			assertWatchesItself(lookout);
		}
	}

	@Test
	@Tag("full")
	void runWhenExtractedWatchesItselfFromAWorker(@TempDir Path directory) throws Exception {
		Path extracted = directory.resolve("look out");
		LookoutProcess.extract(JAR, extracted);
		try (LookoutProcess lookout = LookoutProcess.start(extracted.resolve(JAR.getFileName()))) {
			assertWatchesItself(lookout);
		}
	}

	@Test
	@Tag("full")
	void stopWhenPageIsOpenEndsItsStreamNormally() throws Exception {
		try (LookoutProcess lookout = LookoutProcess.start(JAR, "--spring.lifecycle.timeout-per-shutdown-phase=10m")) {
			lookout.awaitProbeOtherThan(0);
			Iterator<String> events = lookout.lines("/events");
			assertThat(events.next()).startsWith("retry:");
			assertThat(lookout.stop()).isEqualTo(143);
			assertThat(events).toIterable().contains("event:hello");
		}
	}

	@Test
	@Tag("full")
	void runWhenProcessedAheadOfTimeWatchesItselfFromAWorker() throws Exception {
		try (LookoutProcess lookout = LookoutProcess.startAheadOfTime(JAR)) {
			assertShowsPage(lookout);
			assertTargetsCanBeChanged(lookout);
			assertWatchesItself(lookout);
			assertThat(lookout.output()).anyMatch((line) -> line.contains("Starting AOT-processed LookoutApplication"));
		}
	}

	@Test
	void runWhenConfiguredWatchesTheConfiguredTargetsAlone() throws Exception {
		try (LookoutProcess lookout = LookoutProcess.start(JAR, "--lookout.targets[0].url=http://localhost:1/",
				"--appinfra.net.tickers.prober.run-in=in-process", "--appinfra.net.tickers.prober.interval=100ms")) {
			assertThat(lookout.awaitProbeOtherThan(0)).isEqualTo(lookout.pid());
			JsonNode targets = lookout.get("/targets");
			assertThat(targets.size()).isOne();
			assertThat(targets.at("/0/name").asString()).isEqualTo("localhost");
			assertThat(targets.at("/0/last/up").asBoolean()).isFalse();
			assertThat(lookout.get("/actuator/workers").at("/workers").isEmpty()).isTrue();
		}
	}

	private static void assertWatchesItself(LookoutProcess lookout) throws InterruptedException {
		long worker = lookout.awaitProbeOtherThan(0);
		assertThat(worker).isNotEqualTo(lookout.pid());
		ProcessHandle.of(worker).orElseThrow().destroyForcibly();
		long next = lookout.awaitProbeOtherThan(worker);
		assertThat(lookout.get("/actuator/workers").at("/workers/default/restarts").asInt()).isOne();
		lookout.await(() -> lookout.get("/targets/flaky").at("/probes").size() > 1);
		assertThat(lookout.stop()).isEqualTo(143);
		assertThat(ProcessHandle.of(next).filter(ProcessHandle::isAlive)).isEmpty();
	}

	private static void assertShowsPage(LookoutProcess lookout) {
		HttpResponse<String> page = lookout.send("GET", "/", "");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
		assertThat(page.body()).contains("lookout.js");
		assertThat(lookout.send("GET", "/lookout.js", "").statusCode()).isEqualTo(200);
		assertThat(lookout.send("HEAD", "/", "").body()).isEmpty();
	}

	private static void assertTargetsCanBeChanged(LookoutProcess lookout) {
		String target = "{\"name\":\"new\",\"url\":\"http://localhost:1/\"}";
		HttpResponse<String> created = lookout.send("POST", "/targets", target);
		assertThat(created.statusCode()).isEqualTo(201);
		assertThat(created.headers().firstValue("Location").orElseThrow()).endsWith("/targets/new");
		assertProblem(lookout.send("POST", "/targets", target), 409, "'new' already");
		assertProblem(lookout.send("POST", "/targets", "{\"name\":\"x\",\"url\":\"ftp://host/\"}"), 400,
				"url must begin with http");
		assertProblem(lookout.send("POST", "/targets", "no JSON"), 400, "JSON");
		assertProblem(lookout.send("GET", "/targets/unknown", ""), 404, "'unknown'");
		HttpResponse<String> put = lookout.send("PUT", "/targets", "{}");
		assertProblem(put, 405, "");
		assertThat(put.headers().firstValue("Allow")).hasValue("GET, HEAD, POST, OPTIONS");
		assertThat(lookout.send("DELETE", "/targets/new", "").statusCode()).isEqualTo(204);
		assertThat(lookout.send("GET", "/targets/new", "").statusCode()).isEqualTo(404);
	}

	private static void assertProblem(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
		assertThat(response.body()).contains(detail);
	}

}
