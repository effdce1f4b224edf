package io.appinfra.net.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.appinfra.net.remote.ticker.RemoteTicker;
import io.appinfra.net.remote.ticker.RemoteTickers;
import io.appinfra.net.remote.ticker.TickerCommand;
import io.appinfra.net.remote.ticker.TickerCommand.Action;
import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.ticker.DurationSummary;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RemoteTicker}, {@link RemoteTickers} and {@link TickTimeouts} through
 * their {@link Worker}.
 */
class RemoteTickerTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration BACKOFF = Duration.ofMillis(100);

	private final ManualLoop timer = new ManualLoop();

	private final FakeLauncher launcher = new FakeLauncher();

	private final TickerDefinition prices = TestSettings.every(SECOND)
		.timeout(Duration.ofSeconds(5))
		.pauseAfterFailures(3)
		.inWorker()
		.define("prices");

	private final Worker worker = worker();

	private final TickerControl ticker = this.worker.tickers().get("prices");

	@Test
	void triggerWhenConnectedIsSentAndAnswered() throws Exception {
		connect();
		CompletableFuture<TickRecord> trigger = this.ticker.trigger();
		assertThat(process().commands).containsExactly(TickerCommand.trigger("prices", TickOrigin.NONE));
		assertThat(trigger).isNotDone();
		TickRecord tick = tick(3);
		process().events.done(process().ids.get(0), tick);
		assertThat(trigger.get(10, TimeUnit.SECONDS)).isEqualTo(tick);
	}

	@Test
	void triggerWhenRefusedFails() {
		connect();
		CompletableFuture<TickRecord> trigger = this.ticker.trigger();
		process().events.refused(process().ids.get(0), "could not start");
		assertThat(trigger).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("could not start");
	}

	@Test
	void triggersWhenWorkerIsNotConnectedWaitForItAsOne() throws Exception {
		this.worker.start();
		CompletableFuture<TickRecord> one = this.ticker.trigger(new TickOrigin(List.of("first")));
		CompletableFuture<TickRecord> other = this.ticker.trigger(new TickOrigin(List.of("second")));
		process().end(1);
		this.timer.advance(BACKOFF);
		process().connect();
		CompletableFuture<TickRecord> another = this.ticker.trigger();
		process().end(1);
		this.timer.advance(SECOND);
		process().connect();
		assertThat(process().commands).isEmpty();
		process().events.ready();
		assertThat(process().commands)
			.containsExactly(TickerCommand.trigger("prices", new TickOrigin(List.of("first", "second"))));
		process().events.done(process().ids.get(0), tick(1));
		assertThat(another.get(10, TimeUnit.SECONDS)).isEqualTo(tick(1));
		assertThat(one.get(10, TimeUnit.SECONDS)).isEqualTo(other.get(10, TimeUnit.SECONDS)).isEqualTo(tick(1));
	}

	@Test
	void triggerWhenProcessEndsBeforeItsAnswerIsLostAndNotSentAgain() throws Exception {
		connect();
		CompletableFuture<TickRecord> trigger = this.ticker.trigger();
		process().events.ticker(running(4));
		process().end(137);
		assertThat(trigger.get(10, TimeUnit.SECONDS)).satisfies((tick) -> {
			assertThat(tick.outcome()).isEqualTo(Outcome.LOST);
			assertThat(tick.number()).isEqualTo(4);
		});
		this.timer.advance(BACKOFF);
		process().connect();
		assertThat(process().commands).isEmpty();
	}

	@Test
	void ticksWhenWorkerSaysOfThemOrIsLostAreReportedToListener() {
		List<TickBatch> notified = new ArrayList<>();
		this.worker.setTickListener(new TickListener() {

			@Override
			public Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin) {
				throw new IllegalStateException("It does not run in this process");
			}

			@Override
			public void endedInWorker(TickerDefinition ticker, TickBatch ticks) {
				assertThat(ticker).isEqualTo(RemoteTickerTests.this.prices);
				notified.add(ticks);
			}

		});
		connect();
		TickBatch batch = new TickBatch("prices", List.of(), DurationSummary.NONE, 7);
		process().events.ticks(batch);
		process().events.ticks(new TickBatch("unknown", List.of(), DurationSummary.NONE, 7));
		process().events.ticker(running(4));
		process().end(137);
		process().end(137);
		assertThat(notified).hasSize(2).first().isEqualTo(batch);
		assertThat(notified.get(1).durations()).singleElement()
			.satisfies((lost) -> assertThat(lost.outcome()).isEqualTo(Outcome.LOST));
	}

	@Test
	void triggerWhenStoppedThrowsAndOneThatWaitsFails() {
		this.worker.start();
		CompletableFuture<TickRecord> trigger = this.ticker.trigger();
		this.worker.stop();
		process().end(0);
		assertThat(trigger).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("Ticker 'prices' was stopped before its turn came");
		assertThatIllegalStateException().isThrownBy(this.ticker::trigger)
			.withMessage("Ticker 'prices' is not running");
	}

	@Test
	void triggerWhenTickerCouldNotStartThrows() {
		connect();
		process().events.ticker(
				new TickerStatus("prices", this.prices.settings().mode(), SECOND, null, this.prices.settings().runIn(),
						"default", TickerState.STOPPED, false, 0, 0, 0, 0, 0, null, null, "no model"));
		assertThatIllegalStateException().isThrownBy(this.ticker::trigger)
			.withMessage("Ticker 'prices' could not start: no model");
	}

	@Test
	void settingsWhenConnectedAreSentAndSeenAtOnce() {
		connect();
		this.ticker.pause();
		this.ticker.pause();
		assertThat(this.ticker.status().state()).isEqualTo(TickerState.PAUSED);
		this.ticker.setInterval(Duration.ofSeconds(7));
		assertThat(this.ticker.status().interval()).isEqualTo(Duration.ofSeconds(7));
		this.ticker.resume();
		this.ticker.resume();
		assertThat(this.ticker.status().state()).isEqualTo(TickerState.WAITING);
		assertThat(process().commands).extracting(TickerCommand::action)
			.containsExactly(Action.PAUSE, Action.SET_INTERVAL, Action.RESUME);
		assertThat(process().commands.get(1).interval()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void settingsWhenProcessReportsOldOnesStay() {
		connect();
		this.ticker.pause();
		this.ticker.setInterval(Duration.ofSeconds(7));
		process().events.ticker(running(4).withIdle());
		assertThat(this.ticker.status().number()).isEqualTo(4);
		assertThat(this.ticker.status().state()).isEqualTo(TickerState.PAUSED);
		assertThat(this.ticker.status().interval()).isEqualTo(Duration.ofSeconds(7));
		process().ids.forEach((id) -> process().events.done(id, null));
		process().events.ticker(running(5).withIdle());
		assertThat(this.ticker.status().state()).isEqualTo(TickerState.WAITING);
		assertThat(this.ticker.status().interval()).isEqualTo(SECOND);
	}

	@Test
	void settingsWhenProcessIsKilledBeforeItTookThemAreThoseOfTheNext() {
		connect();
		this.ticker.pause();
		process().end(137);
		this.ticker.setInterval(Duration.ofSeconds(7));
		this.timer.advance(BACKOFF);
		process().connect();
		assertThat(process().begunWith).singleElement().satisfies((status) -> {
			assertThat(status.paused()).isTrue();
			assertThat(status.interval()).isEqualTo(Duration.ofSeconds(7));
		});
		process().events.ticker(running(4).withIdle());
		assertThat(this.ticker.status().paused()).isFalse();
	}

	@Test
	void pauseOfTheProcessItselfIsSeenWhateverWasSetMeanwhile() {
		connect();
		this.ticker.setInterval(Duration.ofSeconds(7));
		process().events.ticker(running(4).withPaused(true).withIdle());
		assertThat(this.ticker.status().paused()).isTrue();
		assertThat(this.ticker.status().interval()).isEqualTo(Duration.ofSeconds(7));
		this.ticker.resume();
		assertThat(process().commands).extracting(TickerCommand::action)
			.containsExactly(Action.SET_INTERVAL, Action.RESUME);
	}

	@Test
	void pauseOfTheProcessItselfIsSeenWhenTheAnswerComes() {
		connect();
		this.ticker.pause();
		this.ticker.resume();
		process().events.ticker(running(4).withPaused(true).withIdle());
		assertThat(this.ticker.status().paused()).isFalse();
		process().ids.forEach((id) -> process().events.done(id, null));
		assertThat(this.ticker.status().paused()).isTrue();
	}

	@Test
	void triggeredTickThatRunsTooLongIsReported() throws Exception {
		connect();
		CompletableFuture<TickRecord> trigger = this.ticker.trigger();
		process().events.ticker(running(4));
		this.timer.advance(Duration.ofSeconds(5));
		process().end(137);
		TickRecord tick = trigger.get(10, TimeUnit.SECONDS);
		assertThat(tick.outcome()).isEqualTo(Outcome.TIMEOUT);
		assertThat(tick.number()).isEqualTo(4);
	}

	@Test
	void setIntervalThatMakesNoSenseThrowsAndSendsNothing() {
		connect();
		assertThatIllegalArgumentException().isThrownBy(() -> this.ticker.setInterval(Duration.ZERO));
		assertThat(process().commands).isEmpty();
		assertThat(this.ticker.status().interval()).isEqualTo(SECOND);
	}

	@Test
	void tickThatRunsLongerThanItsTimeoutKillsTheProcess() {
		connect();
		process().events.ticker(running(4));
		this.timer.advance(Duration.ofMillis(4999));
		assertThat(process().killedBecause).isNull();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(process().killedBecause)
			.isEqualTo("tick 4 of ticker 'prices' ran longer than its timeout of 5000 ms");
		process().end(137);
		assertThat(this.ticker.status().last()).isNotNull().extracting(TickRecord::outcome).isEqualTo(Outcome.TIMEOUT);
	}

	@Test
	void processThatIsDebuggedIsNotKilled() {
		Worker debugged = worker("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005");
		debugged.start();
		this.timer.advance(Duration.ofMinutes(2));
		process().connect();
		process().events.ready();
		process().events.ticker(running(4));
		this.timer.advance(Duration.ofMinutes(10));
		assertThat(process().killedBecause).isNull();
	}

	@Test
	void ticksThatEachEndInTimeDoNotKillTheProcess() {
		connect();
		for (int number = 1; number < 20; number++) {
			process().events.ticker(running(number));
			this.timer.advance(Duration.ofSeconds(4));
			if (number % 3 == 0) {
				process().events.ticker(running(number).withIdle());
				this.timer.advance(Duration.ofSeconds(9));
			}
			process().events.heartbeat(0);
		}
		assertThat(process().killedBecause).isNull();
		assertThat(this.timer.pending()).isLessThan(5);
	}

	@Test
	void timeoutOfFormerProcessDoesNotKillItsSuccessor() {
		connect();
		process().events.ticker(running(4));
		this.timer.advance(Duration.ofSeconds(4));
		process().end(137);
		this.timer.advance(BACKOFF);
		process().connect();
		process().events.ticker(running(5));
		this.timer.advance(Duration.ofSeconds(4));
		assertThat(process().killedBecause).isNull();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(process().killedBecause).contains("tick 5");
	}

	@Test
	void tickThatEndsItsProcessEachTimePausesTheTicker() {
		connect();
		for (int number = 1; number <= 3; number++) {
			assertThat(this.ticker.status().paused()).isFalse();
			process().events.ticker(running(number, number - 1));
			process().end(134);
			this.timer.advance(Duration.ofSeconds(1));
			process().connect();
			process().events.ready();
		}
		assertThat(this.ticker.status().state()).isEqualTo(TickerState.PAUSED);
		assertThat(process().begunWith.get(0).paused()).isTrue();
	}

	private void connect() {
		this.worker.start();
		process().connect();
		process().events.ready();
	}

	private FakeProcess process() {
		return this.launcher.newest();
	}

	private static TickerStatus running(long number) {
		return running(number, 0);
	}

	private static TickerStatus running(long number, long failuresInARow) {
		TickerDefinition definition = TestSettings.every(SECOND).inWorker().define("prices");
		TickerStatus status = TickerStatus.of(definition);
		return new TickerStatus("prices", status.mode(), SECOND, null, status.runIn(), "default", TickerState.RUNNING,
				false, number, number - 1, failuresInARow, failuresInARow, 0, null, null, null);
	}

	private static TickRecord tick(long number) {
		return new TickRecord(number, Instant.EPOCH, Instant.EPOCH, 1, 0, Outcome.SUCCESS, null);
	}

	private Worker worker(String... jvmArgs) {
		RestartPolicy restart = new RestartPolicy(BACKOFF, Duration.ofSeconds(30), 2, 0, 100, Duration.ofMinutes(5));
		WorkerSettings settings = new WorkerSettings("default", UseMainMethod.WHEN_AVAILABLE, List.of(jvmArgs),
				List.of(), Map.of(),
				new Times(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(5)),
				restart, false, null);
		return new Worker(settings, List.of(this.prices), this.launcher, this.timer, () -> 0.5, List::of);
	}

}
