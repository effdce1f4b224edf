package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the stop of a {@link TickerGroup}, whatever its tickers are doing.
 */
@Timeout(30)
class TickerStopTests extends TickerGroupFixture {

	@Test
	void onStopThatThrowsStillStops() {
		Recorder recorder = new Recorder() {

			@Override
			public void onStop() {
				super.onStop();
				throw new IllegalStateException("failed");
			}

		};
		start(SHORT, recorder);
		recorder.awaitTicks(1);
		this.group.stop(PATIENT);
		assertThat(status().state()).isEqualTo(TickerState.STOPPED);
		assertThat(recorder.calls).containsOnlyOnce("onStop");
	}

	@Test
	void stopDuringTickWaitsForItAndThenCallsOnStop() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		AtomicReference<TickContext> context = new AtomicReference<>();
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				context.set(tick);
				begun.countDown();
				end.await();
				called("tick ended");
			}

		};
		start(SHORT, recorder);
		begun.await();
		assertThat(context.get().stopRequested()).isFalse();
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> this.group.stop(PATIENT));
		await().until(() -> context.get().stopRequested());
		assertThat(stopped).isNotDone();
		assertThat(recorder.calls).doesNotContain("onStop");
		end.countDown();
		stopped.get();
		assertThat(recorder.calls).endsWith("tick ended", "onStop");
		assertThat(status().failures()).isZero();
	}

	@Test
	void stopWithRunawayTickInterruptsItAfterGraceAndCallsOnStop() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean interruptedInOnStop = new AtomicBoolean();
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				begun.countDown();
				new CountDownLatch(1).await();
			}

			@Override
			public void onStop() {
				super.onStop();
				interruptedInOnStop.set(Thread.currentThread().isInterrupted());
			}

		};
		start(SHORT, recorder);
		begun.await();
		this.group.stop(Duration.ofMillis(1));
		assertThat(recorder.calls).endsWith("onStop");
		assertThat(interruptedInOnStop).isFalse();
		assertThat(status().state()).isEqualTo(TickerState.STOPPED);
		assertThat(status().last()).isNotNull().satisfies((tick) -> assertThat(tick.error()).contains("Interrupted"));
	}

	@Test
	void stopWithTickThatIgnoresItsInterruptReturns() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean end = new AtomicBoolean();
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) {
				begun.countDown();
				while (!end.get()) {
					Thread.onSpinWait();
				}
			}

		};
		start(SHORT, recorder);
		begun.await();
		try {
			this.group.stop(Duration.ZERO);
			assertThat(recorder.calls).doesNotContain("onStop");
			assertThat(status().state()).isEqualTo(TickerState.RUNNING);
		}
		finally {
			end.set(true);
		}
		await().untilAsserted(() -> assertThat(recorder.calls).containsOnlyOnce("onStop"));
	}

	@Test
	void interruptEndsTheTickAndNotTheTicker() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				begun.countDown();
				if (tick.number() == 1) {
					new CountDownLatch(1).await();
				}
				super.tick(tick);
			}

		};
		start(SHORT, recorder);
		begun.await();
		this.group.interrupt();
		recorder.awaitTicks(3);
		assertThat(status().failures()).isOne();
	}

	@Test
	void stopOfIdleTickerDoesNotWaitForTheNextTick() {
		Recorder recorder = new Recorder();
		start(DAY, recorder);
		await().until(() -> status().nextAt() != null);
		assertThat(status().nextAt()).isAfter(Instant.now().plus(Duration.ofHours(23)));
		this.group.stop(PATIENT);
		assertThat(recorder.calls).containsExactly("onStart", "beforeFirstTick", "tick 1", "onStop");
		assertThat(this.scheduler.getScheduledThreadPoolExecutor().getQueue()).isEmpty();
	}

	@Test
	void stopBeforeFirstTickCallsOnStop() {
		Recorder recorder = new Recorder();
		this.tickers.put("ticker", recorder);
		this.definitions
			.add(TestSettings.every(Duration.ofDays(365_000)).initialDelay(Duration.ofDays(365_000)).define("ticker"));
		start(this.scheduler);
		await().until(() -> status().nextAt() != null);
		this.group.stop(PATIENT);
		assertThat(recorder.calls).containsExactly("onStart", "onStop");
	}

	@Test
	void stopDuringOnStartCallsOnStopOnceItReturned() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		Recorder recorder = new Recorder() {

			@Override
			public void onStart() {
				begun.countDown();
				try {
					end.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				super.onStart();
			}

		};
		start(SHORT, recorder);
		begun.await();
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> this.group.stop(PATIENT));
		end.countDown();
		stopped.get();
		assertThat(recorder.calls).startsWith("onStart").endsWith("onStop");
		assertThat(recorder.calls).containsOnlyOnce("onStart", "onStop");
	}

	@Test
	void stopTwiceCallsOnStopOnce() {
		Recorder recorder = new Recorder();
		start(DAY, recorder);
		recorder.awaitTicks(1);
		this.group.stop(PATIENT);
		this.group.stop(PATIENT);
		assertThat(recorder.calls).containsOnlyOnce("onStop");
		assertThat(this.group.isRunning()).isFalse();
	}

	@Test
	void stopAtAnyMomentCallsOnStopOnceForEachStart() {
		AtomicInteger started = new AtomicInteger();
		AtomicInteger stopped = new AtomicInteger();
		Recorder recorder = new Recorder() {

			@Override
			public void onStart() {
				started.incrementAndGet();
			}

			@Override
			public void onStop() {
				stopped.incrementAndGet();
			}

		};
		define("ticker", TickMode.FLEX, Duration.ofNanos(20_000), recorder);
		this.group = group(this.scheduler);
		for (int i = 0; i < 500; i++) {
			this.group.start();
			int before = recorder.ticks.get();
			int wanted = i % 4;
			while (recorder.ticks.get() < before + wanted) {
				Thread.onSpinWait();
			}
			this.group.stop(PATIENT);
			assertThat(stopped).hasValue(started.get());
		}
		assertThat(started).hasPositiveValue();
	}

	@Test
	void stopAfterSchedulerWasShutDownCallsOnStop() throws Exception {
		AtomicReference<Throwable> uncaught = new AtomicReference<>();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> uncaught.set(ex));
				begun.countDown();
				end.await();
				super.tick(tick);
			}

		};
		start(DAY, recorder);
		begun.await();
		this.scheduler.shutdown();
		end.countDown();
		await().until(() -> status().state() == TickerState.WAITING);
		this.group.stop(PATIENT);
		assertThat(recorder.calls).containsExactly("onStart", "beforeFirstTick", "tick 1", "onStop");
		assertThat(uncaught).hasNullValue();
	}

	@Test
	void stopOfGroupThatWasNotStartedDoesNothing() {
		define("ticker", TickMode.FLEX, SHORT, new Recorder());
		this.group = group(this.scheduler);
		this.group.stop(PATIENT);
		assertThat(status().state()).isEqualTo(TickerState.STOPPED);
	}

}
