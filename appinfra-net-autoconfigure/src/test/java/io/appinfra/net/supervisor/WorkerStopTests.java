package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.appinfra.net.ServerStartupException;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the stop of a {@link Worker}, whatever its process is doing.
 */
class WorkerStopTests extends WorkerFixture {

	@Test
	void stopAfterLaunchFailedCompletes() {
		this.launcher.failure = new ServerStartupException("no such file");
		this.worker.start();
		assertThat(this.worker.stop().processes()).isCompleted();
		assertStaysStopped();
	}

	@Test
	void stopWhileStartingStopsProcessAndCompletesWhenItEnds() {
		this.worker.start();
		assertStops();
	}

	@Test
	void stopWhileUpStopsProcessAndCompletesWhenItEnds() {
		startUp();
		assertStops();
	}

	@Test
	void stopWhenTickersHaveStoppedLeavesTheProcessTimeToClose() {
		startUp();
		WorkerStop stop = this.worker.stop();
		assertThat(stop.tickers()).isNotDone();
		this.launcher.newest().events.closing();
		assertThat(stop.tickers()).isCompleted();
		assertThat(stop.processes()).isNotDone();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STOPPED);
		this.launcher.newest().end(0);
		assertThat(stop.processes()).isCompleted();
		assertStaysStopped();
	}

	@Test
	void stopWhenProcessEndsWithoutReportCompletesBoth() {
		startUp();
		WorkerStop stop = this.worker.stop();
		this.launcher.newest().end(137);
		assertThat(stop.tickers()).isCompleted();
		assertThat(stop.processes()).isCompleted();
	}

	@Test
	void readyAfterStopDoesNotUndoTheStop() {
		this.worker.start();
		CompletableFuture<Void> stopped = this.worker.stop().processes();
		this.launcher.newest().events.ready();
		this.launcher.newest().end(0);
		assertThat(stopped).isCompleted();
		assertStaysStopped();
	}

	@Test
	void stopWhileBackingOffCompletesAtOnce() {
		startUp();
		this.launcher.newest().end(1);
		assertThat(this.worker.stop().processes()).isCompleted();
		assertStaysStopped();
	}

	@Test
	void stopWhileDownCompletesAtOnce() {
		this.worker.start();
		while (this.worker.status().state() != WorkerState.DOWN) {
			this.launcher.newest().end(1);
			if (this.worker.status().state() != WorkerState.DOWN) {
				this.timer.advance(Duration.ofSeconds(1));
			}
		}
		assertThat(this.worker.stop().processes()).isCompleted();
		assertStaysStopped();
	}

	@Test
	void stopBeforeStartCompletesAtOnce() {
		assertThat(this.worker.stop().processes()).isCompleted();
		assertThat(this.launcher.processes).isEmpty();
	}

	@Test
	void stopTwiceStopsProcessOnce() {
		startUp();
		WorkerStop first = this.worker.stop();
		assertThat(this.worker.stop()).isSameAs(first);
		assertThat(this.launcher.newest().stops).isOne();
	}

	@Test
	void startAfterStopLaunchesNextIncarnation() {
		startUp();
		this.worker.stop();
		this.launcher.newest().end(0);
		this.worker.start();
		this.launcher.newest().connect();
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STARTING);
		assertThat(this.launcher.processes).extracting((process) -> process.incarnation)
			.hasSize(2)
			.doesNotHaveDuplicates()
			.isSorted();
		assertThat(ticker().state()).isEqualTo(TickerState.WAITING);
	}

	@Test
	void stopLeavesTickersStopped() {
		startUp();
		this.launcher.newest().events.ticker(running(7));
		this.worker.stop();
		this.launcher.newest().end(0);
		assertThat(ticker().state()).isEqualTo(TickerState.STOPPED);
		assertThat(ticker().last()).isNotNull().extracting(TickRecord::outcome).isEqualTo(TickRecord.Outcome.LOST);
	}

	private void assertStops() {
		CompletableFuture<Void> stopped = this.worker.stop().processes();
		assertThat(stopped).isNotDone();
		assertThat(this.launcher.newest().stops).isOne();
		this.launcher.newest().end(0);
		assertThat(stopped).isCompleted();
		assertThat(this.worker.status().lastExit()).isNotNull().extracting(WorkerStatus.LastExit::code).isEqualTo(0);
		assertStaysStopped();
	}

	private void assertStaysStopped() {
		int launched = this.launcher.processes.size();
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.launcher.processes).hasSize(launched);
		assertThat(this.worker.status().state()).isEqualTo(WorkerState.STOPPED);
		assertThat(ticker().state()).isEqualTo(TickerState.STOPPED);
	}

}
