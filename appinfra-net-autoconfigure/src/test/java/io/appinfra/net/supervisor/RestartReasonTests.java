package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.appinfra.net.remote.lifecycle.ProcessEnd;
import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartReason}, as a {@link Worker} counts them.
 */
class RestartReasonTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ManualLoop timer = new ManualLoop();

	private final FakeLauncher launcher = new FakeLauncher();

	private final TickerDefinition prices = TestSettings.every(LONG).timeout(TIMEOUT).inWorker().define("prices");

	private final Worker worker = worker();

	@Test
	void reasonWhenProcessEndsByItselfIsCrash() {
		startUp();
		process().end(1);
		assertOnly(RestartReason.CRASH);
	}

	@Test
	void reasonWhenProcessIsSilentIsHeartbeat() {
		startUp();
		this.timer.advance(LONG);
		assertThat(process().killedBecause).contains("no sign of life");
		process().end(137);
		assertOnly(RestartReason.HEARTBEAT);
	}

	@Test
	void reasonWhenTickRunsTooLongIsTickTimeout() {
		startUp();
		process().events.ticker(running());
		this.timer.advance(TIMEOUT);
		assertThat(process().killedBecause).contains("ran longer");
		process().end(137);
		assertOnly(RestartReason.TICK_TIMEOUT);
	}

	@Test
	void reasonWhenProcessEndsBeforeItIsReadyIsStartFailure() {
		this.worker.start();
		process().end(1);
		assertOnly(RestartReason.START_FAILURE);
	}

	@Test
	void reasonWhenProcessIsNotReadyInTimeIsStartFailure() {
		this.worker.start();
		this.timer.advance(LONG);
		assertThat(process().killedBecause).contains("not ready");
		process().end(137);
		assertOnly(RestartReason.START_FAILURE);
	}

	@Test
	void reasonWhenSomebodyAskedIsRequested() {
		startUp();
		process().events.ended(new ProcessEnd(143, "ended by SIGTERM", true, List.of()));
		assertOnly(RestartReason.REQUESTED);
	}

	@Test
	void reasonWhenRestartWasAskedForIsRequestedHoweverTheProcessEnds() {
		startUp();
		this.worker.restart();
		process().end(137);
		assertOnly(RestartReason.REQUESTED);
	}

	@Test
	void reasonWhenApplicationStopsIsNotCounted() {
		startUp();
		this.worker.stop();
		process().end(0);
		assertThat(Stream.of(RestartReason.values()).mapToLong(this.worker::restarts).sum()).isZero();
	}

	private void assertOnly(RestartReason reason) {
		for (RestartReason other : RestartReason.values()) {
			assertThat(this.worker.restarts(other)).as(other.name()).isEqualTo((other == reason) ? 1 : 0);
		}
		assertThat(this.worker.status().restarts()).isOne();
	}

	private void startUp() {
		this.worker.start();
		process().connect();
		process().events.ready();
	}

	private FakeProcess process() {
		return this.launcher.newest();
	}

	private TickerStatus running() {
		TickerStatus initial = TickerStatus.of(this.prices);
		return new TickerStatus("prices", initial.mode(), LONG, null, initial.runIn(), "default", TickerState.RUNNING,
				false, 1, 0, 0, 0, 0, null, null, null);
	}

	private Worker worker() {
		RestartPolicy restart = new RestartPolicy(LONG, LONG, 1, 0, 100, LONG);
		WorkerSettings settings = new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(), List.of(),
				Map.of(), new Times(TIMEOUT, TIMEOUT, TIMEOUT, Duration.ofMinutes(5)), restart, false, null);
		return new Worker(settings, List.of(this.prices), this.launcher, this.timer, () -> 0.5, List::of);
	}

}
