package io.appinfra.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.appinfra.net.fixture.ApplicationProcess;
import io.appinfra.net.mirror.MirrorRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application under the developer tools, which restart it in the same process.
 */
@Tag("full")
class DevToolsIT {

	@Test
	void restartWhenDevToolsAreThereGivesANewWorkerAndLeavesNone(@TempDir Path temp) throws Exception {
		MirrorRun run = MirrorRun.of(Map.of(), List.of("-Djava.io.tmpdir=" + temp),
				MirrorRun.classPath("", "spring-boot-devtools"), "--mirror.restart=true");
		long first = run.lines()
			.stream()
			.filter((line) -> line.startsWith("restart after worker "))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow();
		assertThat(run.worker().pid()).isNotIn(first, run.web().pid());
		ApplicationProcess.awaitGone(first);
		ApplicationProcess.awaitGone(run.worker().pid());
		assertThat(run.lines()).anyMatch((line) -> line.contains("restartedMain"))
			.noneMatch((line) -> line.contains(" ERROR ") || line.contains("Restart disabled"));
		assertThat(temp).isDirectoryNotContaining("glob:**/appinfra-*");
	}

}
