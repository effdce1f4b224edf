package io.appinfra.net.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker whose processes are fakes, and whose time passes as a test says.
 */
abstract class WorkerFixture {

	static final Duration INITIAL_DELAY = Duration.ofMillis(100);

	static final Duration MAX_DELAY = Duration.ofSeconds(30);

	static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(15);

	static final int MAX_RESTARTS = 3;

	final ManualLoop timer = new ManualLoop();

	final FakeLauncher launcher = new FakeLauncher();

	final Worker worker = worker();

	void startUp() {
		this.worker.start();
		this.launcher.newest().connect();
		this.launcher.newest().events.ready();
	}

	String reason() {
		WorkerStatus.LastExit exit = this.worker.status().lastExit();
		assertThat(exit).isNotNull();
		return exit.reason();
	}

	TickerStatus ticker() {
		return this.worker.tickers().get("prices").status();
	}

	static TickerStatus running(long number) {
		return new TickerStatus("prices", TickMode.FLEX, Duration.ofSeconds(1), null, RunIn.WORKER, "default",
				TickerState.RUNNING, false, number, number - 1, 0, 0, 0, null, null, null);
	}

	Worker worker() {
		RestartPolicy restart = new RestartPolicy(INITIAL_DELAY, MAX_DELAY, 2, 0, MAX_RESTARTS, Duration.ofMinutes(5));
		WorkerSettings settings = new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(), List.of(),
				Map.of(), new Times(START_TIMEOUT, Duration.ofSeconds(10), Duration.ofSeconds(5), HEARTBEAT_TIMEOUT),
				restart, false, null);
		TickerDefinition ticker = TestSettings.every(Duration.ofSeconds(1)).inWorker().define("prices");
		return new Worker(settings, List.of(ticker), this.launcher, this.timer, () -> 0.5, List::of);
	}

}
