package io.appinfra.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.fixture.ApplicationProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A worker with a standby, as real processes. A restart would come after an hour.
 */
class StandbyIT {

	private static final Pattern STANDS_BY = Pattern.compile("\\(pid (\\d+)\\) stands by");

	private ApplicationProcess application;

	@BeforeEach
	void start(@TempDir Path directory) throws IOException {
		this.application = ApplicationProcess.start(directory, "--appinfra.net.workers.default.standby=true",
				"--appinfra.net.workers.default.restart.initial-delay=1h",
				"--appinfra.net.workers.default.restart.max-delay=1h");
	}

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	@Tag("full")
	void killWhenStandbyWaitsLetsItTickOn() throws Exception {
		long worker = this.application.awaitWorker();
		long standby = awaitStandby(1);
		assertThat(this.application.effects(standby)).isEmpty();
		this.application.kill(worker);
		assertThat(this.application.awaitWorkerOtherThan(worker)).isEqualTo(standby);
		assertThat(this.application.effects(standby)).contains("onStart");
		long next = awaitStandby(2);
		this.application.kill(standby);
		assertThat(this.application.awaitWorkerOtherThan(standby)).isEqualTo(next);
		assertThat(this.application.get("/actuator/workers").at("/workers/default/restarts").asInt()).isEqualTo(2);
	}

	@Test
	@Tag("full")
	void terminateWhenStandbyWaitsEndsBothNormally() throws Exception {
		long worker = this.application.awaitWorker();
		long standby = awaitStandby(1);
		this.application.java().destroy();
		assertThat(this.application.awaitExit()).isEqualTo(143);
		ApplicationProcess.awaitGone(worker);
		ApplicationProcess.awaitGone(standby);
		assertThat(this.application.output()).filteredOn((line) -> line.contains("has stopped: normally")).hasSize(2);
		assertThat(this.application.effects(worker)).contains("onStop");
		assertThat(this.application.effects(standby)).isEmpty();
		assertThat(this.application.socketDirectories()).isEmpty();
	}

	@Test
	@Tag("full")
	void killWhenWebProcessIsKilledEndsBoth() throws Exception {
		long worker = this.application.awaitWorker();
		long standby = awaitStandby(1);
		this.application.kill(this.application.java().pid());
		ApplicationProcess.awaitGone(worker);
		ApplicationProcess.awaitGone(standby);
		await().until(() -> this.application.socketDirectories().isEmpty());
	}

	private long awaitStandby(int number) {
		this.application.await(() -> standbys().size() >= number);
		return standbys().get(number - 1);
	}

	private List<Long> standbys() {
		return STANDS_BY.matcher(String.join("\n", this.application.output()))
			.results()
			.map((MatchResult result) -> Long.valueOf(result.group(1)))
			.toList();
	}

}
