package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.log.LoggerLevel;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Worker} with a standby.
 */
class WorkerStandbyTests {

	private static final Duration DELAY = Duration.ofMillis(100);

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);

	private static final int MAX_RESTARTS = 2;

	private final ManualLoop timer = new ManualLoop();

	private final FakeLauncher launcher = new FakeLauncher();

	private final Worker worker = worker(this.launcher);

	@BeforeEach
	void start() {
		this.worker.start();
	}

	@Test
	void readyLaunchesStandbyWhichDoesNotBegin() {
		process(1).connect();
		assertThat(this.launcher.processes).hasSize(1);
		process(1).events.ready();
		assertThat(this.launcher.processes).hasSize(2);
		process(2).connect();
		assertThat(process(2).begunWith).isNull();
		assertThat(this.worker.status().pid()).isEqualTo(1L);
	}

	@Test
	void endedLetsStandbyTakeOverAtOnce() {
		startBoth();
		process(1).events.ticker(running(7));
		process(1).end(137);
		assertThat(process(2).begunWith).extracting(TickerStatus::number).containsExactly(7L);
		assertThat(process(2).incarnation).isGreaterThan(process(1).incarnation);
		assertThat(this.worker.status().pid()).isEqualTo(2L);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		assertThat(this.worker.status().restarts()).isOne();
		process(2).events.ready();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
		assertThat(this.launcher.processes).hasSize(3);
	}

	@Test
	void endedBeforeStandbyIsPreparedLetsItBeginWhenItIs() {
		startUp();
		process(1).end(137);
		assertThat(this.worker.status().pid()).isEqualTo(2L);
		assertThat(process(2).begunWith).isNull();
		process(2).connect();
		assertThat(process(2).begunWith).isNotNull();
		this.timer.advance(DELAY);
		assertThat(this.launcher.processes).hasSize(2);
	}

	@Test
	void standbyThatTookOverAndIsNotReadyInTimeIsKilled() {
		startBoth();
		process(1).end(137);
		this.timer.advance(START_TIMEOUT);
		assertThat(process(2).killedBecause).isEqualTo("it was not ready within 60000 ms");
	}

	@Test
	void standbyThatLacksATickerLeavesTheTickersOfTheCurrentProcessAlone() {
		startUp();
		process(2).events.connected(process(2));
		process(2).events.prepared(new Prepared(List.of(), List.of()));
		assertThat(process(2).discards).isOne();
		assertThat(this.worker.tickers().get("prices").status().error()).isNull();
	}

	@Test
	void jvmOfStandbyIsNotTheWorkers() {
		startBoth();
		process(2).events.jvm(new JvmReport(10, 20, 3, 1_000, 2, 30));
		assertThat(this.worker.jvm()).isEqualTo(WorkerJvm.NONE);
	}

	@Test
	void endedTooOftenWaitsAndThenLetsStandbyTakeOver() {
		startBoth();
		for (int i = 1; i <= MAX_RESTARTS; i++) {
			process(i).end(1);
			process(i + 1).events.ready();
			process(i + 2).connect();
		}
		process(MAX_RESTARTS + 1).end(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.DOWN);
		FakeProcess standby = this.launcher.newest();
		assertThat(standby.begunWith).isNull();
		this.timer.advance(DELAY.multipliedBy(10));
		assertThat(standby.begunWith).isNotNull();
		assertThat(this.worker.status().pid()).isEqualTo(standby.pid());
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void standbyEndedIsLaunchedAgainAfterDelayAndLeavesTheWorkerAlone(CapturedOutput output) {
		startBoth();
		process(2).end(1);
		assertThat(output).contains("(pid 2) has ended: exit code 1. It stood by. Another is started in 100 ms");
		WorkerStatus status = this.worker.status();
		assertThat(status.state()).isEqualTo(WorkerState.UP);
		assertThat(status.restarts()).isZero();
		assertThat(status.lastExit()).isNull();
		this.timer.advance(DELAY.minusNanos(1));
		assertThat(this.launcher.processes).hasSize(2);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(this.launcher.processes).hasSize(3);
	}

	@Test
	void endedWhileStandbyIsToBeLaunchedStartsOneProcess() {
		startBoth();
		process(2).end(1);
		process(1).end(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		this.timer.advance(DELAY.multipliedBy(5));
		assertThat(this.launcher.processes).hasSize(3);
		process(3).connect();
		assertThat(process(3).begunWith).isNotNull();
	}

	@Test
	void standbyThatIsNotPreparedInTimeOrFallsSilentIsKilled() {
		startUp();
		for (int i = 0; i < 6; i++) {
			this.timer.advance(START_TIMEOUT.dividedBy(6));
			process(1).events.heartbeat(1);
		}
		assertThat(process(2).killedBecause).isEqualTo("it was not ready within 60000 ms");
		process(2).end(137);
		this.timer.advance(DELAY);
		process(3).connect();
		process(1).events.heartbeat(1);
		this.timer.advance(HEARTBEAT_TIMEOUT);
		assertThat(process(3).killedBecause).isEqualTo("it gave no sign of life for 15000 ms");
	}

	@Test
	void standbyThatWaitsForLongIsNotKilled() {
		startBoth();
		for (int i = 0; i < 20; i++) {
			this.timer.advance(HEARTBEAT_TIMEOUT.dividedBy(2));
			process(1).events.heartbeat(1);
			process(2).events.heartbeat(2);
		}
		assertThat(process(2).killedBecause).isNull();
		assertThat(this.worker.status().rssBytes()).isOne();
	}

	@Test
	void stopStopsBothAndCompletesWhenBothHaveEnded() {
		startBoth();
		CompletableFuture<Void> stopped = this.worker.stop().processes();
		assertThat(process(1).stops).isOne();
		assertThat(process(2).stops).isOne();
		process(1).end(0);
		assertThat(stopped).isNotDone();
		assertThat(process(2).begunWith).isNull();
		process(2).end(0);
		assertThat(stopped).isCompleted();
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.launcher.processes).hasSize(2);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void stopWhileStandbyIsToBeLaunchedLaunchesNone() {
		startBoth();
		process(2).end(1);
		this.worker.stop();
		process(1).end(0);
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.launcher.processes).hasSize(2);
	}

	@Test
	void readyWhenArchiveIsMissingLaunchesStandbyAfterIt() {
		this.launcher.archiveMissing = true;
		startUp();
		assertThat(this.launcher.processes).hasSize(2);
		process(2).connect();
		assertThat(process(2).stops).isOne();
		assertThat(process(2).begunWith).isNull();
		process(2).end(0);
		assertThat(this.launcher.archiveWritten).isTrue();
		assertThat(this.launcher.processes).hasSize(3);
		assertThat(process(3).stops).isZero();
		assertThat(this.worker.status().pid()).isOne();
		assertThat(this.worker.status().lastExit()).isNull();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void writerThatFailsIsReportedOf(CapturedOutput output) {
		this.launcher.archiveMissing = true;
		startUp();
		process(2).connect();
		process(2).end(137);
		assertThat(output).contains("(pid 2) was to write a class data archive, and has failed: exit code 137");
	}

	@Test
	void endedWhileArchiveIsWrittenStartsAgainAfterDelay() {
		this.launcher.archiveMissing = true;
		startUp();
		process(1).end(1);
		process(2).connect();
		assertThat(process(2).stops).isOne();
		assertThat(process(2).begunWith).isNull();
		this.timer.advance(DELAY);
		assertThat(this.launcher.processes).hasSize(3);
		process(2).end(1);
		assertThat(this.launcher.archiveWritten).isFalse();
		assertThat(this.launcher.processes).hasSize(3);
	}

	@Test
	void stopWhileArchiveIsWrittenStopsOneAndDiscardsTheOther() {
		this.launcher.archiveMissing = true;
		startUp();
		process(2).connect();
		this.worker.logLevel(new LoggerLevel("a", LogLevel.DEBUG));
		CompletableFuture<Void> stopped = this.worker.stop().processes();
		assertThat(process(1).stops).isOne();
		assertThat(process(1).discards).isZero();
		assertThat(process(2).stops).isOne();
		assertThat(process(2).discards).isOne();
		assertThat(process(2).logLevels).isEmpty();
		process(1).end(0);
		assertThat(stopped).isNotDone();
		process(2).end(137);
		assertThat(this.launcher.archiveWritten).isFalse();
		assertThat(stopped).isCompleted();
		assertThat(this.launcher.processes).hasSize(2);
	}

	@Test
	void readyWhenJvmArgsOpenPortLaunchesNothingBeside() {
		for (String flag : List.of("-agentlib:jdwp=transport=dt_socket,server=y,address=127.0.0.1:5006",
				"-Dcom.sun.management.jmxremote.port=9010")) {
			FakeLauncher launcher = new FakeLauncher();
			launcher.archiveMissing = true;
			worker(launcher, flag).start();
			launcher.newest().connect();
			launcher.newest().events.ready();
			assertThat(launcher.processes).as(flag).hasSize(1);
		}
	}

	@Test
	void logLevelReachesBoth() {
		startBoth();
		LoggerLevel level = new LoggerLevel("a", LogLevel.DEBUG);
		this.worker.logLevel(level);
		assertThat(process(1).logLevels).containsExactly(level);
		assertThat(process(2).logLevels).containsExactly(level);
	}

	private void startUp() {
		process(1).connect();
		process(1).events.ready();
	}

	private void startBoth() {
		startUp();
		process(2).connect();
	}

	private FakeProcess process(int number) {
		return this.launcher.processes.get(number - 1);
	}

	private static TickerStatus running(long number) {
		TickerDefinition ticker = TestSettings.every(Duration.ofSeconds(1)).inWorker().define("prices");
		TickerStatus status = TickerStatus.of(ticker);
		return new TickerStatus(status.name(), status.mode(), status.interval(), null, status.runIn(), status.worker(),
				TickerState.RUNNING, false, number, number - 1, 0, 0, 0, null, null, null);
	}

	private Worker worker(FakeLauncher launcher, String... jvmArgs) {
		RestartPolicy restart = new RestartPolicy(DELAY, DELAY.multipliedBy(10), 1, 0, MAX_RESTARTS,
				Duration.ofMinutes(5));
		WorkerSettings settings = new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(jvmArgs),
				List.of(), Map.of(),
				new Times(START_TIMEOUT, Duration.ofSeconds(10), Duration.ofSeconds(5), HEARTBEAT_TIMEOUT), restart,
				true, null);
		TickerDefinition ticker = TestSettings.every(Duration.ofSeconds(1)).inWorker().define("prices");
		return new Worker(settings, List.of(ticker), launcher, this.timer, () -> 0.5, List::of);
	}

}
