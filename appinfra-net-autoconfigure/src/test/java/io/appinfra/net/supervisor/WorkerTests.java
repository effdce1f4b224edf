package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.appinfra.net.ServerStartupException;
import io.appinfra.net.remote.lifecycle.JvmReport;
import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.remote.ticker.Prepared;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Worker}.
 */
class WorkerTests extends WorkerFixture {

	@Test
	void statusBeforeStartIsStopped() {
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STOPPED);
		assertThat(this.worker.status().pid()).isNull();
		assertThat(this.worker.status().heartbeatAge()).isNull();
	}

	@Test
	void startLaunchesProcess() {
		this.worker.start();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		assertThat(this.worker.status().pid()).isEqualTo(1L);
		assertThat(this.worker.status().startedAt()).isNotNull();
		assertThat(this.worker.status().tickers()).containsExactly("prices");
		assertThat(this.launcher.processes).hasSize(1);
	}

	@Test
	void readyMakesWorkerUp() {
		startUp();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
		assertThat(this.worker.status().restarts()).isZero();
		assertThat(this.worker.status().lastExit()).isNull();
	}

	@Test
	void endedBeforeReadyBacksOffAndLaunchesAfterDelay() {
		this.worker.start();
		this.launcher.newest().end(1);
		WorkerStatus status = this.worker.status();
		assertThat(status.state()).isEqualTo(WorkerState.BACKOFF);
		assertThat(status.restarts()).isOne();
		assertThat(status.pid()).isNull();
		assertThat(status.lastExit()).isNotNull().extracting(WorkerStatus.LastExit::code).isEqualTo(1);
		this.timer.advance(INITIAL_DELAY.minusNanos(1));
		assertThat(this.launcher.processes).hasSize(1);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(this.launcher.processes).hasSize(2);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		assertThat(this.worker.status().pid()).isEqualTo(2L);
	}

	@Test
	void endedAfterReadyBacksOffAndStartsAgain() {
		startUp();
		this.launcher.newest().end(137);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		this.timer.advance(INITIAL_DELAY);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		this.launcher.newest().connect();
		this.launcher.newest().events.ready();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
		assertThat(this.worker.status().restarts()).isOne();
		assertThat(this.launcher.processes).extracting((process) -> process.incarnation)
			.hasSize(2)
			.doesNotHaveDuplicates()
			.isSorted();
	}

	@Test
	void endedOnRequestBeforeReadyIsNoFailureToStart() {
		this.worker.start();
		this.launcher.newest().events.ended(new ProcessEnd(143, "ended by SIGTERM", true, List.of("last words")));
		assertThat(this.worker.status().lastExit()).isNotNull()
			.extracting(WorkerStatus.LastExit::reason)
			.isEqualTo("ended by SIGTERM");
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
	}

	@Test
	void endedDuringLaunchLaunchesAgain() {
		this.launcher.endDuringLaunch = true;
		this.worker.start();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		this.launcher.endDuringLaunch = false;
		this.timer.advance(INITIAL_DELAY);
		assertThat(this.launcher.processes).hasSize(2);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
	}

	@Test
	void endedTooOftenIsDownAndLaunchesAtMaxDelayForGood() {
		this.worker.start();
		for (int i = 0; i < MAX_RESTARTS; i++) {
			this.launcher.newest().end(1);
			assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
			this.timer.advance(Duration.ofSeconds(1));
		}
		for (int i = 0; i < 5; i++) {
			int launched = this.launcher.processes.size();
			this.launcher.newest().end(1);
			assertThat(this.worker.status().state()).isEqualTo(WorkerState.DOWN);
			this.timer.advance(MAX_DELAY.minusNanos(1));
			assertThat(this.launcher.processes).hasSize(launched);
			this.timer.advance(Duration.ofNanos(1));
			assertThat(this.launcher.processes).hasSize(launched + 1);
		}
		this.launcher.newest().events.ready();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
	}

	@Test
	void launchWhenItFailsBacksOff() {
		this.launcher.failure = new ServerStartupException("no such file");
		this.worker.start();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		assertThat(this.worker.status().lastExit()).isNotNull().satisfies((exit) -> {
			assertThat(exit.code()).isNull();
			assertThat(exit.reason()).isEqualTo("failed to start: no such file");
		});
		this.launcher.failure = null;
		this.timer.advance(INITIAL_DELAY);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
	}

	@Test
	void launchWhenItFailsUnexpectedlyBacksOff() {
		startUp();
		this.launcher.newest().end(1);
		this.launcher.failure = new IllegalStateException("a property source failed");
		this.timer.advance(INITIAL_DELAY);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		this.launcher.failure = null;
		this.timer.advance(INITIAL_DELAY.multipliedBy(2));
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
	}

	@Test
	void launchWhenThereAreNoThreadsBacksOff() {
		this.launcher.failure = new OutOfMemoryError("unable to create native thread");
		this.worker.start();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		assertThat(this.worker.status().lastExit()).isNotNull()
			.extracting(WorkerStatus.LastExit::reason)
			.asString()
			.endsWith("unable to create native thread");
		this.launcher.failure = null;
		this.timer.advance(INITIAL_DELAY);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
	}

	@Test
	void endedBeforeReadySaysTheLastOutput() {
		this.worker.start();
		this.launcher.newest()
			.end(1, List.of("first", "2", "3", "4", "Exception: no database", "\tat Main.main(Main.java:1)",
					"  ... 12 more", "y".repeat(8000)));
		assertThat(reason()).isEqualTo("failed to start: exit code 1. "
				+ "Its last output was: 2 | 3 | 4 | Exception: no database | " + "y".repeat(300));
	}

	@Test
	void endedAfterReadyDoesNotReportTheLastOutput() {
		startUp();
		this.launcher.newest().end(1, List.of("a line"));
		assertThat(reason()).isEqualTo("exit code 1");
	}

	@Test
	void startThatTakesTooLongIsKilled() {
		this.worker.start();
		this.timer.advance(START_TIMEOUT.minusNanos(1));
		assertThat(this.launcher.newest().killedBecause).isNull();
		this.timer.advance(Duration.ofNanos(1));
		assertThat(this.launcher.newest().killedBecause).isEqualTo("it was not ready within 60000 ms");
		this.launcher.newest().end(137);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
	}

	@Test
	void startTimeoutDoesNotKillWorkerThatIsUp() {
		startUp();
		for (int i = 0; i < 20; i++) {
			this.timer.advance(Duration.ofSeconds(5));
			this.launcher.newest().events.heartbeat(-1);
		}
		assertThat(this.launcher.newest().killedBecause).isNull();
	}

	@Test
	void silenceKills() {
		startUp();
		this.timer.advance(HEARTBEAT_TIMEOUT.minusNanos(1));
		assertThat(this.launcher.newest().killedBecause).isNull();
		this.timer.advance(Duration.ofNanos(1));
		assertThat(this.launcher.newest().killedBecause).isEqualTo("it gave no sign of life for 15000 ms");
		this.launcher.newest().end(137);
		this.timer.advance(INITIAL_DELAY);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
	}

	@Test
	void heartbeatPutsOffTheKill() {
		startUp();
		this.timer.advance(Duration.ofSeconds(10));
		this.launcher.newest().events.heartbeat(5000);
		this.timer.advance(HEARTBEAT_TIMEOUT.minusNanos(1));
		assertThat(this.launcher.newest().killedBecause).isNull();
		assertThat(this.worker.status().heartbeatAge()).isEqualTo(HEARTBEAT_TIMEOUT.minusNanos(1));
		assertThat(this.worker.status().rssBytes()).isEqualTo(5000L);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(this.launcher.newest().killedBecause).isNotNull();
	}

	@Test
	void endedLeavesOfItsJvmWhatItHasTaken() {
		startUp();
		this.launcher.newest().events.jvm(new JvmReport(10, 20, 3, 1_000, 2, 30));
		assertThat(this.worker.jvm().heapUsed()).isEqualTo(10L);
		this.launcher.newest().end(1);
		assertThat(this.worker.jvm())
			.isEqualTo(new WorkerJvm(null, null, null, Duration.ofNanos(1_000), 2, Duration.ofMillis(30)));
	}

	@Test
	void heartbeatWithoutMemoryLeavesItUnknown() {
		startUp();
		this.launcher.newest().events.heartbeat(-1);
		assertThat(this.worker.status().rssBytes()).isNull();
	}

	@Test
	void eventsOfFormerProcessAreIgnored() {
		startUp();
		FakeProcess former = this.launcher.newest();
		former.end(1);
		former.events.ready();
		former.end(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.BACKOFF);
		assertThat(this.worker.status().restarts()).isOne();
		this.timer.advance(INITIAL_DELAY);
		former.events.ready();
		former.events.heartbeat(77);
		former.events.ticker(running(99));
		former.end(1);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		assertThat(this.worker.status().rssBytes()).isNull();
		assertThat(ticker().number()).isZero();
		assertThat(this.worker.status().restarts()).isOne();
	}

	@Test
	void startTimeoutOfFormerProcessDoesNotKillItsSuccessor() {
		this.worker.start();
		this.timer.advance(START_TIMEOUT.minusSeconds(1));
		this.launcher.newest().end(1);
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(this.launcher.processes).hasSize(2);
		assertThat(this.launcher.newest().killedBecause).isNull();
	}

	@Test
	void endedDuringTickCountsItAsLost() {
		startUp();
		this.launcher.newest().events.ticker(running(7));
		this.launcher.newest().end(137);
		TickerStatus status = ticker();
		assertThat(status.state()).isEqualTo(TickerState.WAITING);
		assertThat(status.number()).isEqualTo(7);
		assertThat(status.ticks()).isEqualTo(7);
		assertThat(status.failures()).isOne();
		assertThat(status.failuresInARow()).isOne();
		assertThat(status.nextAt()).isNull();
		assertThat(status.last()).isNotNull().satisfies((tick) -> {
			assertThat(tick.outcome()).isEqualTo(TickRecord.Outcome.LOST);
			assertThat(tick.number()).isEqualTo(7);
			assertThat(tick.durationMs()).isNotNegative();
		});
	}

	@Test
	void endedBetweenTicksLosesNone() {
		startUp();
		this.launcher.newest().events.ticker(running(7).withIdle());
		this.launcher.newest().end(137);
		assertThat(ticker().failures()).isZero();
		assertThat(ticker().last()).isNull();
		assertThat(ticker().number()).isEqualTo(7);
	}

	@Test
	void tickNumbersGoOnInNextProcess() {
		startUp();
		this.launcher.newest().events.ticker(running(7));
		this.launcher.newest().end(137);
		this.timer.advance(INITIAL_DELAY);
		this.launcher.newest().connect();
		assertThat(this.launcher.newest().begunWith).extracting(TickerStatus::number).containsExactly(7L);
	}

	@Test
	void preparedWithoutATickerIsAStartFailureThatNamesItAndRefusesItsTrigger() {
		this.worker.start();
		CompletableFuture<TickRecord> waiting = this.worker.tickers().get("prices").trigger();
		FakeProcess process = this.launcher.newest();
		process.events.connected(process);
		process.events.prepared(new Prepared(List.of("other"), List.of("a.Web (no web application)")));
		assertThat(process.begunWith).isNull();
		assertThat(process.discards).isOne();
		String why = "it does not have ticker 'prices', which the web process has: "
				+ "conditions are not met in a worker: a.Web (no web application)";
		process.events
			.ended(new ProcessEnd(137, "killed by the supervisor, because " + why, false, List.of("a last word")));
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.DOWN);
		assertThat(reason()).startsWith("failed to start: killed by the supervisor, because " + why);
		assertThat(this.worker.restarts(RestartReason.START_FAILURE)).isOne();
		assertThat(ticker().error()).isEqualTo("the worker cannot start: " + why);
		assertThat(waiting).failsWithin(Duration.ofSeconds(10));
		assertThatIllegalStateException().isThrownBy(() -> this.worker.tickers().get("prices").trigger())
			.withMessageContaining(why);
		this.timer.advance(MAX_DELAY);
		this.launcher.newest().connect();
		this.launcher.newest().events.ready();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.UP);
		assertThat(ticker().error()).isNull();
		assertThat(ticker().state()).isEqualTo(TickerState.WAITING);
	}

	@Test
	void tickerOfUnknownNameIsIgnored() {
		startUp();
		TickerDefinition other = TestSettings.continuous().inWorker().define("other");
		this.launcher.newest().events.ticker(TickerStatus.of(other));
		assertThat(this.worker.tickers()).containsOnlyKeys("prices");
	}

}
