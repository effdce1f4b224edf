package io.appinfra.net.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of a worker that is up. Each is noticed, reported in words, and mended, and does
 * not touch the other worker.
 */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class FaultIT {

	private static final String WORKER = "--appinfra.net.workers.faulty.";

	private Path crash;

	private FaultRun run;

	private long faulty;

	private long sound;

	@BeforeAll
	void start(@TempDir Path directory) {
		this.crash = directory.resolve("crash");
		this.run = FaultRun.start(FaultyApplication.class,
				List.of(WORKER + "heartbeat-interval=100ms", WORKER + "heartbeat-timeout=10s",
						WORKER + "restart.initial-delay=1ms", WORKER + "restart.max-restarts=100",
						WORKER + "jvm-args=--add-opens=java.base/java.lang=ALL-UNNAMED,-XX:ErrorFile=" + this.crash));
		this.sound = this.run.awaitUp("sound");
	}

	@BeforeEach
	void awaitUp() {
		this.faulty = this.run.awaitUp("faulty");
	}

	@AfterAll
	void close() throws IOException {
		this.run.close();
		FaultRun.awaitNoWorkers();
		try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
			assertThat(files.map((file) -> file.getFileName().toString()))
				.noneMatch((name) -> name.matches("(hs_err_|core|replay_).*"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = ':',
			textBlock = """
					HALT           : exit code 42
					EXHAUST_MEMORY : out of memory \\(ExitOnOutOfMemoryError\\)
					CLOSE_CONTROL  : killed by the supervisor, because it closed its connection
					CLOSE_STATE    : (lost its connection to the web process|killed by the supervisor, because it closed its connection)
					""")
	void workerWhenTickHarmsItIsReportedAndStartedAgain(Fault fault, String reasons, CapturedOutput output) {
		this.run.order(fault);
		awaitRestart();
		String reason = this.run.reason("faulty");
		assertThat(reason).matches(reasons);
		assertThat(output).contains("Worker 'faulty' (pid %d) has ended: %s.".formatted(this.faulty, reason));
	}

	@Test
	@Tag("full")
	void workerWhenItIsSuspendedIsKilledForItsSilence(CapturedOutput output) throws Exception {
		FaultRun.signal("STOP", this.faulty);
		awaitRestart();
		assertThat(this.run.reason("faulty"))
			.matches("killed by the supervisor, because it gave no sign of life for \\d+ ms");
		assertThat(output).contains("(pid %d) has ended: %s".formatted(this.faulty, this.run.reason("faulty")));
	}

	@Test
	void workerWhenItsMachineCodeCrashesIsReportedAndStartedAgain() throws Exception {
		FaultRun.execute("prlimit", "--core=0", "--pid", String.valueOf(this.faulty));
		FaultRun.signal("SEGV", this.faulty);
		awaitRestart();
		assertThat(this.run.reason("faulty")).startsWith("the JVM crashed (SIG");
		assertThat(this.run.worker("faulty").lastExit().code()).isIn(134, 139);
		assertThat(this.crash).exists();
	}

	@Test
	@Tag("full")
	void workerWhenItLeavesAProcessWithItsStreamsIsStartedAgain() {
		this.run.order(Fault.LEAVE_CHILD);
		FaultRun.await(() -> this.run.state().counter("child").get() > 0);
		long child = this.run.state().counter("child").get();
		try {
			awaitRestart();
			assertThat(this.run.reason("faulty")).isEqualTo("exit code 43");
			assertThat(FaultRun.isAlive(child)).isTrue();
		}
		finally {
			ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	private void awaitRestart() {
		this.run.awaitUpOtherThan("faulty", this.faulty);
		this.run.awaitCount("obeyed");
		this.run.awaitCount("neighbour");
		assertThat(FaultRun.isAlive(this.faulty)).isFalse();
		assertSoundIsUntouched();
	}

	private void assertSoundIsUntouched() {
		this.run.awaitCount("sound");
		assertThat(this.run.worker("sound").pid()).isEqualTo(this.sound);
		assertThat(this.run.worker("sound").restarts()).isZero();
		assertThat(this.run.ticker("sound").failures()).isZero();
	}

}
