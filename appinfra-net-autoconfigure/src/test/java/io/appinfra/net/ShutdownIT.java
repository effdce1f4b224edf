package io.appinfra.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.fixture.ApplicationProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ends of an application, by real signals to real processes.
 */
class ShutdownIT {

	@TempDir
	Path directory;

	@Test
	void sigtermWhenRunningStopsNormally() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory)) {
			long worker = application.awaitWorker();
			long web = application.java().pid();
			ApplicationProcess.signal("TERM", String.valueOf(web));
			assertThat(application.awaitExit()).isEqualTo(143);
			assertStoppedNormally(application, worker);
			assertThat(application.output()).anyMatch((line) -> line.contains("has stopped: normally"));
		}
	}

	@Test
	@Tag("full")
	void sigintWhenToWholeGroupStopsNormally() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory)) {
			long worker = application.awaitWorker();
			ApplicationProcess.signal("INT", "-" + application.java().pid());
			assertThat(application.awaitExit()).isEqualTo(130);
			assertStoppedNormally(application, worker);
			assertThat(application.output()).anyMatch((line) -> line.contains("counting stops"));
			assertThat(application.output()).filteredOn((line) -> !line.contains("LateTicks"))
				.noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
		}
	}

	@Test
	@Tag("full")
	void sigtermWhenThereIsADrainDelayIsNotReadyAndAnswersUntilItIsOver() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory,
				"--appinfra.net.shutdown.drain-delay=4s")) {
			long worker = application.awaitWorker();
			assertThat(application.send("GET", "/actuator/health/readiness").statusCode()).isEqualTo(200);
			ApplicationProcess.signal("TERM", String.valueOf(application.java().pid()));
			application.await(() -> application.send("GET", "/actuator/health/readiness").statusCode() == 503);
			long count = application.get("/count").at("/count").asLong();
			application.await(() -> application.get("/count").at("/count").asLong() > count);
			assertThat(application.awaitExit()).isEqualTo(143);
			assertStoppedNormally(application, worker);
		}
	}

	@Test
	@Tag("full")
	void sigtermWhenTickSpinsKillsTheWorker() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory,
				"--appinfra.net.workers.default.stop-timeout=2s")) {
			long worker = application.awaitWorker();
			spin(application);
			ApplicationProcess.signal("TERM", String.valueOf(application.java().pid()));
			assertThat(application.awaitExit()).isEqualTo(143);
			ApplicationProcess.awaitGone(worker);
			assertThat(application.socketDirectories()).isEmpty();
			assertThat(application.output())
				.anyMatch((line) -> line.contains("because it did not stop within 2000 ms"));
		}
	}

	@Test
	void sigkillWhenTickSpinsLeavesNoWorkerAndNoSocket() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory)) {
			long worker = application.awaitWorker();
			spin(application);
			application.kill(application.java().pid());
			ApplicationProcess.awaitGone(worker);
			assertThat(application.socketDirectories()).isEmpty();
		}
	}

	@Test
	void sigtermWhenWorkerStartsLeavesNoWorker() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory)) {
			ProcessHandle web = application.java();
			application.await(() -> web.children().count() == 1);
			long worker = web.children().findFirst().orElseThrow().pid();
			ApplicationProcess.signal("TERM", String.valueOf(web.pid()));
			application.awaitExit();
			ApplicationProcess.awaitGone(worker);
			assertThat(application.socketDirectories()).isEmpty();
		}
	}

	private static void spin(ApplicationProcess application) {
		assertThat(application.send("POST", "/orders/spin").statusCode()).isEqualTo(202);
		application.await(() -> application.get("/orders/x").at("/done").asString().equals("spinning"));
	}

	private static void assertStoppedNormally(ApplicationProcess application, long worker) throws IOException {
		ApplicationProcess.awaitGone(worker);
		List<String> effects = application.effects(worker);
		assertThat(effects).endsWith("onStop").containsOnlyOnce("onStop").containsOnlyOnce("onStart");
		assertThat(application.socketDirectories()).isEmpty();
	}

}
