package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what can be done with a ticker of a {@link TickerGroup} while it runs, and
 * for what becomes of ticks that fail or run too long.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class TickerControlTests extends TickerGroupFixture {

	private final List<Long> ticks = new CopyOnWriteArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void endTick() {
		this.end.countDown();
	}

	@Test
	void triggerTicksOutOfTurn() throws Exception {
		start(TestSettings.every(DAY).initialDelay(DAY));
		TickRecord tick = trigger();
		assertThat(tick.number()).isOne();
		assertThat(tick.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(tick.latenessMs()).isZero();
		assertThat(trigger().number()).isEqualTo(2);
		assertThat(this.ticks).containsExactly(1L, 2L);
		await().until(() -> status().state() == TickerState.WAITING && status().nextAt() != null);
	}

	@Test
	void triggersWhileTickRunsAreOneTick() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		start(TestSettings.every(DAY), (tick) -> {
			this.ticks.add(tick.number());
			begun.countDown();
			this.end.await();
		});
		begun.await();
		List<CompletableFuture<TickRecord>> triggers = List.of(ticker().trigger(), ticker().trigger(),
				ticker().trigger());
		assertThat(triggers).noneMatch(CompletableFuture::isDone);
		this.end.countDown();
		for (CompletableFuture<TickRecord> trigger : triggers) {
			assertThat(trigger.get(20, TimeUnit.SECONDS).number()).isEqualTo(2);
		}
		assertThat(trigger().number()).isEqualTo(3);
		assertThat(this.ticks).containsExactly(1L, 2L, 3L);
	}

	@Test
	void triggerOfTheTickThatRunsComesAfterIt() throws Exception {
		AtomicInteger left = new AtomicInteger(5);
		start(TestSettings.every(DAY), (tick) -> {
			this.ticks.add(tick.number());
			if (left.decrementAndGet() > 0) {
				ticker().trigger();
			}
		});
		await().until(() -> status().ticks() == 5);
		assertThat(this.ticks).containsExactly(1L, 2L, 3L, 4L, 5L);
	}

	@Test
	void triggerOfManyThreadsLosesNone() {
		start(TestSettings.every(DAY).initialDelay(DAY));
		List<Thread> threads = new CopyOnWriteArrayList<>();
		AtomicInteger answered = new AtomicInteger();
		for (int i = 0; i < 8; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 200; n++) {
					long before = status().number();
					if (ticker().trigger().join().number() > before) {
						answered.incrementAndGet();
					}
				}
			});
			threads.add(thread);
			thread.start();
		}
		await().until(() -> threads.stream().noneMatch(Thread::isAlive));
		assertThat(answered).hasValue(1600);
		assertThat(this.ticks).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void triggerThatFailsSaysSo() throws Exception {
		start(TestSettings.every(DAY).initialDelay(DAY), (tick) -> {
			throw new IllegalStateException("no exchange");
		});
		TickRecord tick = trigger();
		assertThat(tick.outcome()).isEqualTo(Outcome.FAILURE);
		assertThat(tick.error()).contains("no exchange");
	}

	@Test
	void triggerWhenStoppedThrows() {
		this.group = group(TestSettings.every(DAY), (tick) -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> ticker().trigger())
			.withMessage("Ticker 'ticker' has not started");
		this.group.start();
		this.group.stop(PATIENT);
		assertThatIllegalStateException().isThrownBy(() -> ticker().trigger())
			.withMessage("Ticker 'ticker' has stopped");
	}

	@Test
	void triggerThatWaitsWhenStoppedFails() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		start(TestSettings.every(DAY), (tick) -> {
			begun.countDown();
			this.end.await();
		});
		begun.await();
		CompletableFuture<TickRecord> trigger = ticker().trigger();
		this.group.stop(Duration.ZERO);
		assertThat(trigger).failsWithin(PATIENT)
			.withThrowableOfType(ExecutionException.class)
			.withMessageContaining("Ticker 'ticker' was stopped before its turn came");
	}

	@Test
	void pauseLeavesOutTicksUntilResume() throws Exception {
		start(TestSettings.every(SHORT));
		awaitTicks(3);
		ticker().pause();
		await().until(() -> status().state() == TickerState.PAUSED);
		long number = status().number();
		assertThat(status().nextAt()).isNull();
		assertThat(trigger().number()).isEqualTo(number + 1);
		assertThat(status().state()).isEqualTo(TickerState.PAUSED);
		assertThat(status().number()).isEqualTo(number + 1);
		ticker().resume();
		awaitTicks((int) number + 5);
		assertThat(status().paused()).isFalse();
	}

	@Test
	void pauseDuringTickLetsItEnd() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		start(TestSettings.every(SHORT), (tick) -> {
			begun.countDown();
			this.end.await();
			this.ticks.add(tick.number());
		});
		begun.await();
		ticker().pause();
		assertThat(status().state()).isEqualTo(TickerState.RUNNING);
		assertThat(status().paused()).isTrue();
		this.end.countDown();
		await().until(() -> status().state() == TickerState.PAUSED);
		assertThat(this.ticks).containsExactly(1L);
	}

	@Test
	void resumeMakesUpForNothing() {
		start(TestSettings.every(SHORT).mode(TickMode.STRICT));
		awaitTicks(1);
		ticker().pause();
		await().until(() -> status().state() == TickerState.PAUSED);
		long manyIntervalsLater = System.nanoTime() + 50 * SHORT.toNanos();
		await().until(() -> System.nanoTime() - manyIntervalsLater > 0);
		long skipped = status().skipped();
		int before = this.ticks.size();
		ticker().pause();
		ticker().setInterval(DAY);
		ticker().resume();
		ticker().resume();
		awaitTicks(before + 1);
		await().until(() -> status().nextAt() != null);
		assertThat(this.ticks).hasSize(before + 1);
		assertThat(status().skipped()).isEqualTo(skipped);
	}

	@Test
	void resumeDuringTickKeepsTheDistance() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		start(TestSettings.every(DAY).mode(TickMode.SPACED), (tick) -> {
			this.ticks.add(tick.number());
			begun.countDown();
			this.end.await();
		});
		begun.await();
		ticker().pause();
		ticker().resume();
		this.end.countDown();
		await().until(() -> status().nextAt() != null);
		assertThat(this.ticks).containsExactly(1L);
	}

	@Test
	void triggerOfRunThatNeverStartsFails() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		start(TestSettings.every(DAY), (tick) -> {
			this.ticks.add(tick.number());
			begun.countDown();
			waitWithoutMindingInterrupts();
		});
		begun.await();
		this.group.stop(Duration.ZERO);
		this.group.start();
		CompletableFuture<TickRecord> trigger = ticker().trigger();
		this.group.stop(Duration.ZERO);
		assertThat(trigger).failsWithin(PATIENT);
		assertThat(this.ticks).containsExactly(1L);
	}

	@Test
	void timeoutOfAgesIsNone() throws Exception {
		start(TestSettings.every(DAY).initialDelay(DAY).timeout(Duration.ofDays(200_000)));
		assertThat(trigger().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@Test
	void pauseBeforeStartCountsAfterIt() throws Exception {
		this.group = group(TestSettings.every(SHORT), (tick) -> this.ticks.add(tick.number()));
		ticker().pause();
		this.group.start();
		assertThat(trigger().number()).isOne();
		assertThat(status().state()).isEqualTo(TickerState.PAUSED);
		this.group.stop(PATIENT);
		this.group.start();
		assertThat(trigger().number()).isEqualTo(2);
		assertThat(this.ticks).containsExactly(1L, 2L);
	}

	@Test
	void startPausedTicksWhenTriggeredOnly() throws Exception {
		start(TestSettings.every(SHORT).paused());
		assertThat(trigger().number()).isOne();
		assertThat(trigger().number()).isEqualTo(2);
		assertThat(this.ticks).containsExactly(1L, 2L);
	}

	@Test
	void setIntervalChangesWhenTheNextTickIsDue() {
		start(TestSettings.every(DAY));
		awaitTicks(1);
		ticker().setInterval(SHORT);
		awaitTicks(5);
		assertThat(status().interval()).isEqualTo(SHORT);
		ticker().setInterval(DAY);
		await().until(() -> status().state() == TickerState.WAITING && status().nextAt() != null);
		this.group.stop(PATIENT);
		assertThat(status().interval()).isEqualTo(DAY);
	}

	@Test
	void setIntervalThatMakesNoSenseThrows() {
		start(TestSettings.every(DAY).jitter(Duration.ofMillis(10)));
		assertThatIllegalArgumentException().isThrownBy(() -> ticker().setInterval(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> ticker().setInterval(Duration.ofMillis(10)))
			.withMessageContaining("longer than the jitter");
		this.group.stop(PATIENT);
		start(TestSettings.continuous());
		assertThatIllegalStateException().isThrownBy(() -> ticker().setInterval(DAY))
			.withMessageContaining("CONTINUOUS has no interval");
	}

	@Test
	void controlFromManyThreadsNeverStallsTheTicker() {
		start(TestSettings.every(SHORT));
		List<Thread> threads = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < 500; n++) {
					ticker().pause();
					ticker().setInterval(Duration.ofMillis(1 + n % 3));
					ticker().trigger();
					ticker().resume();
				}
			});
			threads.add(thread);
			thread.start();
		}
		await().until(() -> threads.stream().noneMatch(Thread::isAlive));
		int before = this.ticks.size();
		awaitTicks(before + 20);
		assertThat(this.ticks).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void timeoutInterruptsTheTick(CapturedOutput output) throws Exception {
		start(TestSettings.every(DAY).initialDelay(DAY).timeout(Duration.ofMillis(5)), (tick) -> {
			if (tick.number() == 1) {
				new CountDownLatch(1).await();
			}
		});
		TickRecord tick = trigger();
		assertThat(tick.outcome()).isEqualTo(Outcome.TIMEOUT);
		assertThat(tick.error()).contains("InterruptedException");
		assertThat(status().failures()).isOne();
		assertThat(output).containsOnlyOnce("Tick 1 of ticker 'ticker' ran for ").contains("longer than its timeout");
		assertThat(trigger().outcome()).isEqualTo(Outcome.SUCCESS);
	}

	@Test
	void timeoutIsSeenByTickThatAsks() throws Exception {
		start(TestSettings.every(DAY).initialDelay(DAY).timeout(Duration.ofMillis(5)), (tick) -> {
			while (!tick.stopRequested()) {
				Thread.onSpinWait();
			}
		});
		TickRecord tick = trigger();
		assertThat(tick.outcome()).isEqualTo(Outcome.TIMEOUT);
	}

	@Test
	void timeoutThatIsIgnoredIsReportedWithStack(CapturedOutput output) throws Exception {
		start(TestSettings.every(SHORT).timeout(SHORT), (tick) -> {
			this.ticks.add(tick.number());
			waitWithoutMindingInterrupts();
		});
		await().atMost(PATIENT)
			.until(() -> output.toString().contains("Tick 1 of ticker 'ticker' ignores its timeout of 1 ms"));
		await().until(() -> output.toString().contains("waitWithoutMindingInterrupts"));
		assertThat(this.ticks).containsExactly(1L);
		assertThat(status().state()).isEqualTo(TickerState.RUNNING);
		this.end.countDown();
		await().until(() -> status().failures() > 0);
	}

	@Test
	void timeoutThatIsNotReachedInterruptsNothing() {
		AtomicInteger interrupted = new AtomicInteger();
		start(TestSettings.every(Duration.ofNanos(1)).timeout(PATIENT), (tick) -> {
			this.ticks.add(tick.number());
			if (Thread.currentThread().isInterrupted()) {
				interrupted.incrementAndGet();
			}
		});
		awaitTicks(200);
		assertThat(interrupted).hasValue(0);
		assertThat(status().failures()).isZero();
	}

	@Test
	void failuresInARowPauseTheTicker(CapturedOutput output) throws Exception {
		Semaphore healthy = new Semaphore(0);
		start(TestSettings.every(SHORT).pauseAfterFailures(3), (tick) -> {
			if (healthy.availablePermits() == 0 && tick.number() != 2) {
				throw new IllegalStateException("unhealthy");
			}
		});
		await().until(() -> status().state() == TickerState.PAUSED);
		assertThat(status().number()).isEqualTo(5);
		assertThat(status().failuresInARow()).isEqualTo(3);
		assertThat(output).containsOnlyOnce("Ticker 'ticker' is paused after 3 failures in a row");
		assertThat(trigger().outcome()).isEqualTo(Outcome.FAILURE);
		assertThat(status().state()).isEqualTo(TickerState.PAUSED);
		healthy.release();
		ticker().resume();
		assertThat(status().failuresInARow()).isZero();
		await().until(() -> status().number() > 20);
		assertThat(status().paused()).isFalse();
	}

	private void waitWithoutMindingInterrupts() {
		boolean ended = false;
		while (!ended) {
			try {
				this.end.await();
				ended = true;
			}
			catch (InterruptedException ex) {
				// goes on
			}
		}
	}

	private void start(TestSettings settings) {
		start(settings, (tick) -> this.ticks.add(tick.number()));
	}

	private void start(TestSettings settings, Ticker ticker) {
		this.group = group(settings, ticker);
		this.group.start();
	}

	private static TickerGroup group(TestSettings settings, Ticker ticker) {
		return new TickerGroup(List.of(settings.define("ticker")), (definition) -> ticker, null, false);
	}

	private TickerControl ticker() {
		return this.group.tickers().get("ticker");
	}

	private TickRecord trigger() throws Exception {
		return ticker().trigger().get(20, TimeUnit.SECONDS);
	}

	private void awaitTicks(int count) {
		await().atMost(PATIENT).pollInterval(Duration.ofMillis(2)).until(() -> this.ticks.size() >= count);
	}

}
