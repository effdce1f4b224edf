package io.appinfra.net.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.supervisor.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that dies before it is ready, until what hinders it is gone. Its JVM reads its
 * flags from a file.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class StartFailureIT {

	private static final String WORKER = "--appinfra.net.workers.faulty.";

	private static final Duration MAX_DELAY = Duration.ofSeconds(1);

	@TempDir
	Path directory;

	private Path flags;

	private FaultRun run;

	@BeforeEach
	void start() throws Exception {
		this.flags = Files.writeString(this.directory.resolve("flags"), "-XX:+NoSuchFlag");
		this.run = FaultRun.start(FaultyApplication.class,
				List.of(WORKER + "jvm-args=-XX:VMOptionsFile=" + this.flags, WORKER + "restart.max-restarts=2",
						WORKER + "restart.initial-delay=1ms", WORKER + "restart.max-delay=" + MAX_DELAY,
						WORKER + "restart.jitter=0"));
	}

	@AfterEach
	void close() {
		this.run.close();
		FaultRun.awaitNoWorkers();
	}

	@Test
	void workerWhenItsJvmDoesNotStartIsDownUntilItDoes(CapturedOutput output) throws Exception {
		FaultRun.await(() -> this.run.worker("faulty").state() == WorkerState.DOWN);
		assertThat(this.run.reason("faulty")).startsWith("failed to start: failed. Its last output was: ")
			.contains("Unrecognized VM option 'NoSuchFlag'");
		assertThat(output).contains("failed to start: failed. It is started again in 1 ms. Its last output was:")
			.contains("It is started again in 1000 ms, and so on, since it has ended 3 times within 60 s");
		assertSoundIsUp();
		long restarts = this.run.worker("faulty").restarts();
		FaultRun.await(() -> this.run.worker("faulty").restarts() > restarts + 1);
		Files.writeString(this.flags, "");
		this.run.awaitUp("faulty");
		this.run.awaitCount("obeyed");
		assertSoundIsUp();
	}

	private void assertSoundIsUp() {
		this.run.awaitUp("sound");
		this.run.awaitCount("sound");
		assertThat(this.run.worker("sound").restarts()).isZero();
		assertThat(this.run.ticker("sound").failures()).isZero();
	}

}
