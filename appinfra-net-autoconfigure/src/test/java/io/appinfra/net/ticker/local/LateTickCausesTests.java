package io.appinfra.net.ticker.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.TaskScheduler;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickHistoryRecorder;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the causes of late ticks that {@link TickProblemLog} names, by a clock that
 * the test sets.
 */
@ExtendWith(OutputCaptureExtension.class)
class LateTickCausesTests {

	private static final Duration INTERVAL = Duration.ofMillis(10);

	private static final String START = "its start in this process";

	private static final String LAST_TICK = "its own last tick";

	private static final String STORE = "the store";

	private static final String SCHEDULER = "a scheduler of this test";

	private final TickClocks clocks = new TickClocks(() -> this.now, () -> Instant.EPOCH.plusNanos(this.now), 0);

	private TickProblemLog log;

	private long now;

	@BeforeEach
	void createLogLongAfterFirstTicksWereDue() {
		at(1000);
		this.log = log(TickScope.CLUSTER);
	}

	@Test
	void tickThatWasDueBeforeTheStartWasHeldUpByIt(CapturedOutput output) {
		at(1040);
		this.log.started();
		ask(1041);
		beginAt(1050, 900);
		assertThat(output).contains(heldUpBy(150, START));
	}

	@Test
	void tickThatWasDueWhileTheTickerStartedWasHeldUpByThat(CapturedOutput output) {
		at(1040);
		this.log.started();
		ask(1041);
		beginAt(1042, 1001);
		assertThat(output).contains(heldUpBy(41, START));
	}

	@Test
	void tickThatWasDueAfterTheStartWasNotHeldUpByIt(CapturedOutput output) {
		at(1040);
		this.log.started();
		at(1090);
		this.log.timerFired();
		ask(1091);
		beginAt(1092, 1040);
		assertThat(output).contains(heldUpBy(52, SCHEDULER));
	}

	@Test
	void tickThatWasDueBeforeTheStartAndTheLastTickWasHeldUpByTheLastTick(CapturedOutput output) {
		at(1040);
		this.log.started();
		at(1060);
		RunningTick last = tick(0);
		at(1090);
		this.log.ended(last, last.ended(null), null);
		ask(1091);
		beginAt(1092, 1030);
		assertThat(output).contains(heldUpBy(62, LAST_TICK));
	}

	@Test
	void tickThatWaitedForTheStoreMostOfTheTimeWasHeldUpByIt(CapturedOutput output) {
		this.log.started();
		at(1010);
		this.log.timerFired();
		ask(1011);
		beginAt(1041, 1010);
		assertThat(output).contains(heldUpBy(31, STORE));
	}

	@Test
	void tickThatWaitedForTheStoreLongerThanForItsStartWasHeldUpByTheStore(CapturedOutput output) {
		at(1040);
		this.log.started();
		ask(1041);
		beginAt(1092, 991);
		assertThat(output).contains(heldUpBy(101, STORE));
	}

	@Test
	void tickThatWaitedForTheStoreHalfOfTheTimeWasHeldUpByWhatCameBefore(CapturedOutput output) {
		at(1040);
		this.log.started();
		ask(1041);
		beginAt(1091, 991);
		assertThat(output).contains(heldUpBy(100, START));
	}

	@Test
	void tickOfThisInstanceDoesNotWaitForTheStore(CapturedOutput output) {
		this.log = log(TickScope.INSTANCE);
		this.log.started();
		at(1010);
		this.log.timerFired();
		ask(1011);
		beginAt(1041, 1010);
		assertThat(output).contains(heldUpBy(31, PauseMeter.PAUSE));
	}

	@Test
	void tickerWhoseTickWaitsForTheStoreSaysSo(CapturedOutput output) {
		startTickerThatIsDueAt(1000, 1010, 1041);
		assertThat(output).contains(heldUpBy(41, STORE));
	}

	@Test
	void tickerWhoseStartTakesLongerThanItsStoreSaysSo(CapturedOutput output) {
		startTickerThatIsDueAt(1000, 1030, 1041);
		assertThat(output).contains(heldUpBy(41, START));
	}

	private void startTickerThatIsDueAt(long due, long started, long passed) {
		TickerDefinition definition = define(TickScope.CLUSTER);
		TickerRuntime runtime = runtime(new TickGate() {

			@Override
			public Position started(TickerDefinition ticker) {
				at(started);
				return new Position(Instant.EPOCH.plusMillis(due), null, null);
			}

			@Override
			public Pass enter(TickerDefinition ticker, Due tick) {
				at(passed);
				return NO_OP.enter(ticker, tick);
			}

		});
		new TickerRunner(TickerStatus.of(definition), definition, (tick) -> {
		}, runtime, new TickHistoryRecorder()).start();
	}

	private static String heldUpBy(long lateness, String cause) {
		return "is %d ms late, more than its interval of 10 ms: it was held up by %s%n".formatted(lateness, cause);
	}

	private void at(long millis) {
		this.now = Duration.ofMillis(millis).toNanos();
	}

	private void ask(long millis) {
		at(millis);
		this.log.asked();
	}

	private void beginAt(long millis, long dueMillis) {
		at(millis);
		this.log.begun(tick(millis - dueMillis), INTERVAL);
	}

	private RunningTick tick(long latenessMillis) {
		return new RunningTick(new TickGate.Pass(1, null), this.clocks, Instant.EPOCH.plusNanos(this.now),
				Duration.ofMillis(latenessMillis), 0, () -> false, null);
	}

	private TickProblemLog log(TickScope scope) {
		return new TickProblemLog(define(scope), runtime(TickGate.NO_OP));
	}

	private static TickerDefinition define(TickScope scope) {
		return TestSettings.every(INTERVAL).scope(scope).define("ticker");
	}

	/**
	 * Return what runs tickers while their start waits, in a thread of theirs.
	 */
	private TickerRuntime runtime(TickGate gate) {
		TaskScheduler scheduler = mock();
		given(scheduler.getClock()).willReturn(Clock.systemUTC());
		return new TickerRuntime(this.clocks, scheduler, LateTickCausesTests::runInThread, mock(), () -> true,
				(due, acted) -> SCHEDULER, gate, TickerRuntime.NO_LISTENER, TickListeners.NONE);
	}

	private static void runInThread(Runnable task) {
		try {
			Thread thread = new Thread(task);
			thread.start();
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
