package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the restart of a {@link Worker} that somebody asks for.
 */
class WorkerRestartTests {

	private static final Duration DELAY = Duration.ofMinutes(1);

	private static final Duration MAX_DELAY = Duration.ofMinutes(10);

	private static final TickerDefinition prices = TestSettings.every(Duration.ofSeconds(1))
		.inWorker()
		.define("prices");

	private final ManualLoop timer = new ManualLoop();

	private final FakeLauncher launcher = new FakeLauncher();

	private Worker worker = worker(false);

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void restartWhenUpStopsNormallyAndStartsAtOnce(CapturedOutput output) {
		startUp();
		this.worker.restart();
		assertThat(process(1).stops).isOne();
		assertThat(process(1).killedBecause).isNull();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		assertThat(this.worker.status().pid()).isOne();
		assertThat(this.launcher.processes).hasSize(1);
		process(1).end(0);
		assertThat(this.launcher.processes).hasSize(2);
		assertThat(this.worker.status().restarts()).isOne();
		assertThat(reason()).isEqualTo("restart requested: normally");
		becomeUp(2);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
		assertThat(output.getAll().lines().filter((line) -> line.contains(" WARN ") || line.contains("ERROR")))
			.isEmpty();
		assertThat(output).containsOnlyOnce(
				"Worker 'default' (pid 1) has stopped for the restart that was requested: normally. Another is started at once");
	}

	@Test
	void restartWhenStartingStopsAndStartsAtOnce() {
		this.worker.start();
		this.worker.restart();
		assertThat(process(1).stops).isOne();
		process(1).events.ended(new ProcessEnd(143, "ended by SIGTERM", true, List.of("last words")));
		assertThat(this.launcher.processes).hasSize(2);
		assertThat(reason()).isEqualTo("restart requested: ended by SIGTERM");
	}

	@Test
	void restartWhenRepeatedStopsOnce() {
		startUp();
		this.worker.restart();
		this.worker.restart();
		assertThat(process(1).stops).isOne();
		process(1).end(0);
		assertThat(this.launcher.processes).hasSize(2);
		assertThat(this.worker.status().restarts()).isOne();
	}

	@Test
	void restartWhenDoneOftenDoesNotCountTowardsTheMaximum() {
		startUp();
		for (int i = 1; i <= 5; i++) {
			this.worker.restart();
			process(i).end(0);
			becomeUp(i + 1);
		}
		assertThat(this.worker.status().restarts()).isEqualTo(5);
		process(6).end(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
	}

	@Test
	void restartWhenProcessDoesNotStopSaysThatItWasKilled() {
		startUp();
		this.worker.restart();
		process(1).events.ended(new ProcessEnd(137, "killed by the supervisor, because it did not stop within 10000 ms",
				false, List.of()));
		assertThat(reason())
			.isEqualTo("restart requested: killed by the supervisor, because it did not stop within 10000 ms");
		assertThat(this.launcher.processes).hasSize(2);
	}

	@Test
	void restartWhenBackingOffStartsAtOnceAndOnlyOnce() {
		startUp();
		process(1).end(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		this.worker.restart();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		assertThat(this.worker.status().restarts()).isOne();
		becomeUp(2);
		this.timer.advance(DELAY.multipliedBy(2));
		assertThat(this.launcher.processes).hasSize(2);
	}

	@Test
	void restartWhenDownStartsAtOnceAndGoesDownAgainIfItFails() {
		goDown();
		int processes = this.launcher.processes.size();
		this.worker.restart();
		assertThat(this.launcher.processes).hasSize(processes + 1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		this.launcher.newest().end(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.DOWN);
		this.timer.advance(MAX_DELAY);
		assertThat(this.launcher.processes).hasSize(processes + 2);
	}

	@Test
	void restartWhenNotStartedIsRefused() {
		assertThatIllegalStateException().isThrownBy(this.worker::restart)
			.withMessage("Worker 'default' is stopped, and starts with the application only");
		assertThat(this.launcher.processes).isEmpty();
	}

	@Test
	void restartWhenStoppingIsRefused() {
		startUp();
		this.worker.stop();
		assertThatIllegalStateException().isThrownBy(this.worker::restart);
		process(1).end(0);
		assertThatIllegalStateException().isThrownBy(this.worker::restart);
		assertThat(this.launcher.processes).hasSize(1);
	}

	@Test
	void stopWhenRestartIsUnderWayStartsNothing() {
		startUp();
		this.worker.restart();
		CompletableFuture<Void> stopped = this.worker.stop().processes();
		process(1).end(0);
		assertThat(stopped).isCompleted();
		assertThat(this.launcher.processes).hasSize(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STOPPED);
		assertThat(reason()).isEqualTo("exit code 0");
		assertThat(status().state()).isEqualTo(TickerState.STOPPED);
	}

	@Test
	void restartWhenStandbyWaitsLetsItTakeOverAfterTheStop() {
		this.worker = worker(true);
		startUp();
		process(2).connect();
		this.worker.restart();
		assertThat(process(1).stops).isOne();
		assertThat(process(2).stops).isZero();
		assertThat(process(2).begunWith).isNull();
		process(1).end(0);
		assertThat(process(2).begunWith).hasSize(1);
		assertThat(this.worker.status().pid()).isEqualTo(2);
		process(2).events.ready();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
		assertThat(this.worker.status().restarts()).isOne();
		assertThat(this.launcher.processes).hasSize(3);
	}

	@Test
	void readyWhenProcessIsReplacedIsIgnored() {
		this.worker.start();
		process(1).connect();
		this.worker.restart();
		process(1).events.ready();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		process(1).end(0);
		becomeUp(2);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
	}

	@Test
	void triggerWhenProcessIsReplacedWaitsForTheNext() {
		startUp();
		this.worker.restart();
		CompletableFuture<TickRecord> tick = this.worker.tickers().get("prices").trigger();
		process(1).events.ticker(TickerStatus.of(prices));
		assertThat(status().state()).isEqualTo(TickerState.WAITING);
		assertThat(this.worker.tickers().get("prices").trigger()).isNotDone();
		process(1).end(0);
		assertThat(tick).isNotDone();
		assertThat(process(1).commands).isEmpty();
		becomeUp(2);
		assertThat(process(2).commands).hasSize(1);
	}

	private void startUp() {
		this.worker.start();
		becomeUp(1);
	}

	private void becomeUp(int process) {
		process(process).connect();
		process(process).events.ready();
	}

	private void goDown() {
		this.worker.start();
		this.launcher.newest().end(1);
		while (this.worker.status().state() != WorkerState.DOWN) {
			this.timer.advance(MAX_DELAY);
			this.launcher.newest().end(1);
		}
	}

	private String reason() {
		WorkerStatus.LastExit exit = this.worker.status().lastExit();
		assertThat(exit).isNotNull();
		return exit.reason();
	}

	private TickerStatus status() {
		return this.worker.tickers().get("prices").status();
	}

	private FakeProcess process(int number) {
		return this.launcher.processes.get(number - 1);
	}

	private Worker worker(boolean standby) {
		RestartPolicy restart = new RestartPolicy(DELAY, MAX_DELAY, 1, 0, 3, Duration.ofHours(5));
		WorkerSettings settings = new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(), List.of(),
				Map.of(),
				new Times(Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofHours(1)),
				restart, standby, null);
		return new Worker(settings, List.of(prices), this.launcher, this.timer, () -> 0.5, List::of);
	}

}
