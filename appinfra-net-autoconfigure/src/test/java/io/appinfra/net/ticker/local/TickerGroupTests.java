package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TickerGroup} and {@link TickerRunner}.
 */
@Timeout(30)
class TickerGroupTests extends TickerGroupFixture {

	@Test
	void callsComeInOrder() {
		Recorder recorder = new Recorder();
		start(SHORT, recorder);
		recorder.awaitTicks(3);
		this.group.stop(PATIENT);
		assertThat(recorder.calls).startsWith("onStart", "beforeFirstTick", "tick 1", "tick 2", "tick 3")
			.endsWith("onStop");
		assertThat(recorder.calls).containsOnlyOnce("onStart", "beforeFirstTick", "onStop");
		assertThat(status().state()).isEqualTo(TickerState.STOPPED);
		assertThat(status().number()).isEqualTo(recorder.calls.size() - 3);
		assertThat(status().ticks()).isEqualTo(status().number());
		assertThat(status().nextAt()).isNull();
	}

	@Test
	void callsNeverOverlap() {
		AtomicInteger running = new AtomicInteger();
		AtomicBoolean overlapped = new AtomicBoolean();
		Recorder recorder = new Recorder() {

			@Override
			void called(String name) {
				if (running.incrementAndGet() != 1) {
					overlapped.set(true);
				}
				super.called(name);
				Thread.yield();
				running.decrementAndGet();
			}

		};
		start(Duration.ofNanos(1), recorder);
		recorder.awaitTicks(500);
		this.group.stop(PATIENT);
		assertThat(overlapped).isFalse();
		assertThat(recorder.calls).endsWith("onStop");
	}

	@Test
	void tickThatThrowsIsCountedAndSurvived() {
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				super.tick(tick);
				switch ((int) tick.number()) {
					case 1 -> throw new Exception("checked");
					case 2 -> throw new AssertionError("error");
					case 3 -> throw new StackOverflowError();
					default -> {
					}
				}
			}

		};
		List<TickerStatus> statuses = new CopyOnWriteArrayList<>();
		start(SHORT, recorder, statuses);
		recorder.awaitTicks(5);
		this.group.stop(PATIENT);
		assertThat(status().failures()).isEqualTo(3);
		assertThat(status().failuresInARow()).isZero();
		assertThat(statuses).filteredOn((status) -> status.ticks() == 3 && status.state() == TickerState.WAITING)
			.first()
			.satisfies((status) -> {
				assertThat(status.failuresInARow()).isEqualTo(3);
				assertThat(status.last()).isNotNull().satisfies((tick) -> {
					assertThat(tick.outcome()).isEqualTo(TickRecord.Outcome.FAILURE);
					assertThat(tick.error()).contains("StackOverflowError");
				});
			});
		assertThat(recorder.calls).containsOnlyOnce("beforeFirstTick", "onStop");
	}

	@Test
	void tickThatThrowsWhatCannotBeLoggedIsSurvived() {
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				super.tick(tick);
				throw new RuntimeException() {

					@Override
					public String getMessage() {
						throw new IllegalStateException("no message");
					}

				};
			}

		};
		start(SHORT, recorder);
		recorder.awaitTicks(3);
		await().until(() -> status().failures() >= 3);
		assertThat(status().last().error()).startsWith(TickerGroupTests.class.getName());
	}

	@Test
	void continuousTickThatThrowsBacksOff() {
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				super.tick(tick);
				throw new Exception("failed");
			}

		};
		define("ticker", TickMode.CONTINUOUS, null, recorder);
		start(this.scheduler);
		recorder.awaitTicks(2);
		await().until(() -> status().nextAt() != null && status().ticks() >= 2);
		assertThat(status().failures()).isEqualTo(status().ticks());
	}

	@Test
	void beforeFirstTickThatThrowsIsTriedAgain() {
		AtomicInteger attempts = new AtomicInteger();
		Recorder recorder = new Recorder() {

			@Override
			public void beforeFirstTick() {
				super.beforeFirstTick();
				if (attempts.incrementAndGet() < 3) {
					throw new IllegalStateException("not yet");
				}
			}

		};
		start(SHORT, recorder);
		recorder.awaitTicks(2);
		this.group.stop(PATIENT);
		assertThat(recorder.calls).startsWith("onStart", "beforeFirstTick", "beforeFirstTick", "beforeFirstTick",
				"tick 3", "tick 4");
		assertThat(status().failures()).isEqualTo(2);
	}

	@Test
	void onStartThatThrowsStopsTickerWithError() {
		Recorder recorder = new Recorder() {

			@Override
			public void onStart() {
				super.onStart();
				throw new NoClassDefFoundError("missing");
			}

		};
		start(SHORT, recorder);
		await().until(() -> status().error() != null);
		this.group.stop(PATIENT);
		assertThat(status().state()).isEqualTo(TickerState.STOPPED);
		assertThat(status().error()).contains("missing");
		assertThat(recorder.calls).containsExactly("onStart");
	}

	@Test
	void beanThatCannotBeMadeFailsStartup() {
		Recorder recorder = new Recorder();
		define("ticker", TickMode.FLEX, SHORT, recorder);
		define("tragic", TickMode.FLEX, SHORT, recorder);
		this.group = new TickerGroup(this.definitions, (definition) -> {
			if (definition.name().equals("tragic")) {
				throw new IllegalStateException("no such bean");
			}
			return recorder;
		}, this.scheduler, false);
		assertThatIllegalStateException().isThrownBy(this.group::start).withMessage("no such bean");
		assertThat(this.group.isRunning()).isFalse();
		assertThat(recorder.calls).isEmpty();
	}

	@Test
	void slowTickerDoesNotDelayAnother() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		Recorder recorder = new Recorder();
		define("slow", TickMode.FLEX, SHORT, (tick) -> {
			begun.countDown();
			end.await();
		});
		define("ticker", TickMode.FLEX, SHORT, recorder);
		start(this.scheduler);
		begun.await();
		int before = recorder.ticks.get();
		recorder.awaitTicks(before + 20);
		assertThat(this.group.tickers().get("slow").status().state()).isEqualTo(TickerState.RUNNING);
		end.countDown();
	}

	@Test
	void ticksDoNotRunOnThreadsOfTheScheduler() {
		List<String> threads = new CopyOnWriteArrayList<>();
		start(SHORT, (tick) -> threads.add(Thread.currentThread().getName()));
		await().until(() -> threads.size() > 3);
		assertThat(threads).containsOnly("ticker-ticker");
	}

	@Test
	void startWithoutSchedulerUsesItsOwn() {
		Recorder recorder = new Recorder();
		define("ticker", TickMode.FLEX, SHORT, recorder);
		start(null);
		recorder.awaitTicks(3);
		assertThat(threads("ticker-scheduler-")).isNotEmpty();
		this.group.stop(PATIENT);
		await().until(() -> threads("ticker-scheduler-").isEmpty());
	}

	@Test
	void startTwiceStartsOnce() {
		Recorder recorder = new Recorder();
		start(SHORT, recorder);
		this.group.start();
		recorder.awaitTicks(2);
		assertThat(recorder.calls).containsOnlyOnce("onStart");
	}

	@Test
	void startAfterStopGoesOnWithNumbersAndFencingTokens() {
		List<Long> tokens = new CopyOnWriteArrayList<>();
		Recorder recorder = new Recorder() {

			@Override
			public void tick(TickContext tick) throws Exception {
				tokens.add(tick.fencingToken());
				super.tick(tick);
			}

		};
		start(SHORT, recorder);
		recorder.awaitTicks(3);
		this.group.stop(PATIENT);
		long ticks = status().ticks();
		this.group.start();
		recorder.awaitTicks((int) ticks + 3);
		this.group.stop(PATIENT);
		assertThat(tokens).doesNotHaveDuplicates().isSorted();
		assertThat(status().number()).isEqualTo(recorder.ticks.get());
		assertThat(status().ticks()).isEqualTo(recorder.ticks.get());
	}

	@Test
	void resumeGoesOnWithNumbersAndCounts() {
		Recorder recorder = new Recorder();
		define("ticker", TickMode.FLEX, DAY, recorder);
		this.group = group(this.scheduler);
		this.group.resume(new TickerStatus("ticker", TickMode.FLEX, DAY, null, RunIn.IN_PROCESS, null,
				TickerState.WAITING, false, 41, 40, 7, 2, 5, null, null, null));
		this.group.start();
		recorder.awaitTicks(1);
		this.group.stop(PATIENT);
		assertThat(recorder.calls).contains("tick 42");
		assertThat(status().ticks()).isEqualTo(41);
		assertThat(status().failures()).isEqualTo(7);
		assertThat(status().failuresInARow()).isZero();
		assertThat(status().skipped()).isEqualTo(5);
	}

	@Test
	void fencingTokensOfLaterIncarnationAreGreater() {
		List<Long> tokens = new CopyOnWriteArrayList<>();
		for (long incarnation : new long[] { 0, Long.MAX_VALUE >> 22, Long.MAX_VALUE >> 21 }) {
			TickerGroup group = new TickerGroup(List.of(TestSettings.every(SHORT).define("ticker")),
					(definition) -> (tick) -> tokens.add(tick.fencingToken()), this.scheduler, false);
			group.setIncarnation(incarnation);
			int before = tokens.size();
			group.start();
			await().until(() -> tokens.size() > before + 2);
			group.stop(PATIENT);
		}
		assertThat(tokens).doesNotHaveDuplicates().isSorted().allMatch((token) -> token > 0);
	}

	@Test
	void contextSaysWhenTheTickWasDue() {
		List<TickContext> ticks = new CopyOnWriteArrayList<>();
		Instant before = Instant.now();
		start(SHORT, ticks::add);
		await().until(() -> ticks.size() > 3);
		this.group.stop(PATIENT);
		Instant after = Instant.now();
		assertThat(ticks).extracting(TickContext::number).startsWith(1L, 2L, 3L, 4L);
		assertThat(ticks).allSatisfy((tick) -> {
			assertThat(tick.lateness()).isGreaterThanOrEqualTo(Duration.ZERO);
			assertThat(tick.scheduledAt()).isBetween(before.minusMillis(100), after.plusMillis(100));
			assertThat(tick.skipped()).isNotNegative();
		});
	}

	private static List<String> threads(String prefix) {
		Thread[] threads = new Thread[Thread.activeCount() * 2];
		int count = Thread.enumerate(threads);
		return Arrays.stream(threads, 0, count).map(Thread::getName).filter((name) -> name.startsWith(prefix)).toList();
	}

}
