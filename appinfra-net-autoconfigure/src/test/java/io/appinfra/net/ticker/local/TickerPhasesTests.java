package io.appinfra.net.ticker.local;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerControl;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.TickerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what holds of a ticker's calls, whatever is done with it and when.
 */
@Timeout(60)
class TickerPhasesTests {

	private static final int THREADS = 3;

	private static final int STEPS = 300;

	private final Watched ticker = new Watched();

	@ParameterizedTest
	@EnumSource(names = { "FLEX", "SPACED", "CONTINUOUS" })
	void callsOfTickerNeverOverlapAndEachStartHasItsStop(TickMode mode) {
		Duration interval = (mode != TickMode.CONTINUOUS) ? Duration.ofNanos(200_000) : null;
		TickerGroup group = group(TestSettings.every(interval).mode(mode).pauseAfterFailures(5));
		group.start();
		List<CompletableFuture<Void>> walks = IntStream.range(0, THREADS)
			.mapToObj((seed) -> CompletableFuture.runAsync(() -> walk(group, new Random(seed), interval != null)))
			.toList();
		assertThat(walks).allSatisfy((walk) -> assertThat(walk).succeedsWithin(Duration.ofSeconds(50)));
		group.stop(Duration.ofSeconds(20));
		assertThat(this.ticker.overlaps).hasValue(0);
		assertThat(this.ticker.misplaced).hasValue(0);
		assertThat(this.ticker.ticks.get()).isPositive();
		assertThat(this.ticker.stops.get()).isEqualTo(this.ticker.starts.get());
		TickerStatus status = group.tickers().get("ticker").status();
		assertThat(status.state()).isEqualTo(TickerState.STOPPED);
		assertThat(status.ticks()).isEqualTo(this.ticker.ticks.get()).isEqualTo(status.number());
	}

	private void walk(TickerGroup group, Random random, boolean hasInterval) {
		TickerControl control = group.tickers().get("ticker");
		for (int i = 0; i < STEPS; i++) {
			switch (random.nextInt(12)) {
				case 0, 1 -> control.pause();
				case 2, 3, 4 -> control.resume();
				case 5 -> group.interrupt();
				case 6 -> {
					group.stop(Duration.ofSeconds(20));
					group.start();
				}
				case 7 -> {
					if (hasInterval) {
						control.setInterval(Duration.ofNanos(100_000 + random.nextInt(100_000)));
					}
				}
				default -> trigger(control);
			}
		}
		control.resume();
		group.start();
	}

	private static void trigger(TickerControl control) {
		try {
			control.trigger().exceptionally((ex) -> null).join();
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessageContaining("has stopped");
		}
	}

	@Test
	void listenerThatWaitsHoldsUpNobodyWhoControlsTheTicker() {
		CountDownLatch waits = new CountDownLatch(1);
		CountDownLatch ends = new CountDownLatch(1);
		TickerGroup group = group(TestSettings.every(Duration.ofDays(1)));
		group.setListener((status) -> {
			waits.countDown();
			awaitQuietly(ends);
		});
		group.start();
		awaitQuietly(waits);
		TickerControl control = group.tickers().get("ticker");
		assertThat(CompletableFuture.runAsync(() -> {
			control.pause();
			control.setInterval(Duration.ofDays(2));
			control.resume();
			control.trigger();
		})).succeedsWithin(Duration.ofSeconds(20));
		assertThat(control.status().interval()).isEqualTo(Duration.ofDays(2));
		ends.countDown();
		group.stop(Duration.ofSeconds(20));
	}

	@Test
	void beanThatWaitsHoldsUpNobodyWhoAsksForTheTickers() {
		CountDownLatch created = new CountDownLatch(1);
		CountDownLatch waits = new CountDownLatch(1);
		TickerGroup group = new TickerGroup(List.of(TestSettings.every(Duration.ofDays(1)).define("ticker")), (any) -> {
			waits.countDown();
			awaitQuietly(created);
			return this.ticker;
		}, null, false);
		CompletableFuture<Void> start = CompletableFuture.runAsync(group::start);
		awaitQuietly(waits);
		assertThat(CompletableFuture.supplyAsync(group::isRunning)).succeedsWithin(Duration.ofSeconds(20));
		created.countDown();
		assertThat(start).succeedsWithin(Duration.ofSeconds(20));
		group.stop(Duration.ofSeconds(20));
	}

	@Test
	void statusesAreReportedInTheirOrder() {
		List<TickerStatus> reported = new CopyOnWriteArrayList<>();
		TickerGroup group = group(TestSettings.every(Duration.ofNanos(100_000)));
		group.setListener(reported::add);
		group.start();
		TickerControl control = group.tickers().get("ticker");
		IntStream.range(0, 50).forEach((i) -> {
			control.pause();
			control.trigger();
			control.resume();
		});
		await().until(() -> control.status().ticks() > 20);
		group.stop(Duration.ofSeconds(20));
		assertThat(reported).extracting(TickerStatus::ticks).isSorted();
		assertThat(reported).extracting(TickerStatus::number).isSorted();
		assertThat(reported.get(reported.size() - 1)).isEqualTo(control.status());
	}

	private TickerGroup group(TestSettings settings) {
		return new TickerGroup(List.of(settings.define("ticker")), (any) -> this.ticker, null, false);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class Watched implements Ticker {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger overlaps = new AtomicInteger();

		private final AtomicInteger misplaced = new AtomicInteger();

		private final AtomicInteger starts = new AtomicInteger();

		private final AtomicInteger stops = new AtomicInteger();

		private final AtomicInteger ticks = new AtomicInteger();

		@Override
		public void onStart() {
			call(() -> expect(this.starts.getAndIncrement() == this.stops.get()));
		}

		@Override
		public void tick(TickContext tick) {
			call(() -> {
				expect(this.starts.get() == this.stops.get() + 1);
				if (this.ticks.incrementAndGet() % 3 == 0) {
					throw new IllegalStateException("each third");
				}
			});
		}

		@Override
		public void onStop() {
			call(() -> expect(this.starts.get() == this.stops.incrementAndGet()));
		}

		private void call(Runnable call) {
			if (this.calls.getAndIncrement() != 0) {
				this.overlaps.incrementAndGet();
			}
			try {
				call.run();
			}
			finally {
				this.calls.decrementAndGet();
			}
		}

		private void expect(boolean holds) {
			if (!holds) {
				this.misplaced.incrementAndGet();
			}
		}

	}

}
