package io.appinfra.net.faults;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of a worker while the application stops.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class StopFaultIT {

	private static final String WORKER = "--appinfra.net.workers.faulty.";

	@Test
	void closeWhenWorkerIsKilledMeanwhileDoesNotWaitForIt(CapturedOutput output) throws Exception {
		try (FaultRun run = FaultRun.start(FaultyApplication.class, List.of(WORKER + "stop-timeout=10m"))) {
			long faulty = begin(run, Fault.SPIN);
			long sound = run.worker("sound").pid();
			Thread closing = new Thread(run::stop);
			closing.start();
			FaultRun.await(() -> output.toString().contains("Worker 'sound' (pid %d) has stopped".formatted(sound)));
			FaultRun.signal("KILL", faulty);
			closing.join(Duration.ofSeconds(60).toMillis());
			assertThat(closing.isAlive()).isFalse();
			assertThat(output).contains("Worker 'faulty' (pid %d) has stopped: killed (SIGKILL)".formatted(faulty));
		}
	}

	@Test
	void closeWhenWorkerIsSuspendedKillsIt(CapturedOutput output) throws Exception {
		try (FaultRun run = FaultRun.start(FaultyApplication.class, List.of(WORKER + "stop-timeout=2s"))) {
			long faulty = run.awaitUp("faulty");
			FaultRun.signal("STOP", faulty);
			run.stop();
			FaultRun.awaitNoWorkers();
			assertThat(output)
				.contains("Worker 'faulty' (pid %d) has stopped: killed by the supervisor, ".formatted(faulty)
						+ "because it did not stop within 2000 ms");
		}
	}

	@Test
	@Tag("full")
	void closeWhenWorkerHasLeftAProcessWithItsStreamsEnds() throws Exception {
		try (FaultRun run = FaultRun.start(FaultyApplication.class, List.of(WORKER + "restart.initial-delay=1ms"))) {
			long faulty = begin(run, Fault.LEAVE_CHILD);
			run.awaitUpOtherThan("faulty", faulty);
			long child = run.state().counter("child").get();
			try {
				run.stop();
				assertThat(FaultRun.isAlive(child)).isTrue();
				FaultRun.awaitNoWorkers();
			}
			finally {
				ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
			}
		}
	}

	private static long begin(FaultRun run, Fault fault) {
		long faulty = run.awaitUp("faulty");
		run.awaitUp("sound");
		run.order(fault);
		FaultRun.await(() -> run.state().map("orders", String.class).size() == 0);
		return faulty;
	}

}
