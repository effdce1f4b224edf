package io.appinfra.net.faults;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.fixture.ApplicationProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that writes more than the web process has memory for, in a single line.
 */
@Tag("full")
@Timeout(180)
class FloodIT {

	@TempDir
	Path directory;

	@Test
	void requestWhenWorkerWritesWithoutEndOfLineIsAnswered() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(this.directory,
				List.of("-Xmx56m", "-XX:+ExitOnOutOfMemoryError"))) {
			long worker = application.awaitWorker();
			application.send("POST", "/orders/flood");
			application.await(() -> done(application).startsWith("flooded "));
			long count = count(application);
			application.await(() -> count(application) > count + 2);
			application.await(() -> done(application).equals("flooded 32"));
			assertThat(application.awaitWorker()).isEqualTo(worker);
			assertThat(application.get("/actuator/workers").at("/workers/default/restarts").asLong()).isZero();
			ApplicationProcess.signal("TERM", String.valueOf(application.java().pid()));
			assertThat(application.awaitExit()).isEqualTo(143);
			ApplicationProcess.awaitGone(worker);
		}
	}

	private static String done(ApplicationProcess application) {
		return application.get("/orders/x").at("/done").asString();
	}

	private static long count(ApplicationProcess application) {
		return application.get("/count").at("/count").asLong();
	}

}
