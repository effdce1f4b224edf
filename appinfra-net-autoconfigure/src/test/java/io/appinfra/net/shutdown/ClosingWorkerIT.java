package io.appinfra.net.shutdown;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.appinfra.net.supervisor.WorkerState;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.supervisor.WorkerSupervisor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stop of an application whose worker takes long to close.
 */
@Tag("full")
@ExtendWith(OutputCaptureExtension.class)
class ClosingWorkerIT {

	@Test
	void closeWhenBeanOfWorkerHangsClosesTheWebProcessBesideIt(@TempDir Path files, CapturedOutput output) {
		ConfigurableApplicationContext context = SpringApplication.run(ClosingApplication.class, "--server.port=0",
				"--files=" + files, "--appinfra.net.workers.default.stop-timeout=5s");
		WorkerStatus worker = awaitUp(context.getBean(WorkerSupervisor.class));
		context.close();
		assertThat(files.resolve("web")).exists();
		assertThat(files.resolve("worker")).hasContent("7");
		assertThat(worker.pid()).isNotNull();
		assertThat(ProcessHandle.of(worker.pid())).isEmpty();
		assertThat(output).contains("because it did not stop within 5000 ms").contains("NeverClosing.destroy");
	}

	private static WorkerStatus awaitUp(WorkerSupervisor supervisor) {
		return Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> supervisor.worker("default"), (status) -> status.state() == WorkerState.UP);
	}

}
