package io.appinfra.net.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.appinfra.net.ticker.DurationSummary;
import io.appinfra.net.ticker.TestSettings;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickerDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TickBatches}.
 */
class TickBatchesTests {

	private static final int TICKS = 50_000;

	private static final TickerDefinition prices = TestSettings.continuous().define("prices");

	private static final TickerDefinition other = TestSettings.continuous().define("other");

	private final TickBatches tally = new TickBatches();

	@Test
	void takeWhenTickersHaveTickedSaysEachOnce() {
		tick(prices, Outcome.SUCCESS, 1, 0);
		tick(prices, Outcome.FAILURE, 2, 3);
		tick(prices, Outcome.SUCCESS, 5, 4);
		this.tally.begun(other, context(1), TickOrigin.NONE);
		List<TickBatch> batches = take();
		assertThat(batches).singleElement().satisfies((batch) -> {
			assertThat(batch.ticker()).isEqualTo("prices");
			assertThat(batch.skipped()).isEqualTo(7);
			assertThat(batch.durations()).extracting(TickBatch.OfOutcome::outcome)
				.containsExactly(Outcome.SUCCESS, Outcome.FAILURE);
			assertThat(nanos(batch.durations().get(0).durations())).containsExactly(1_000_000L, 5_000_000L);
			assertThat(nanos(batch.lateness())).containsExactly(500_000L, 500_000L, 500_000L);
		});
		assertThat(take()).isEmpty();
		tick(prices, Outcome.SUCCESS, 1, 2);
		assertThat(take()).extracting(TickBatch::skipped).containsExactly(2L);
	}

	@Test
	void takeWhenTicksEndMeanwhileLosesNoneAndSaysNoneTwice() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		threads.execute(() -> tickOften(prices));
		threads.execute(() -> tickOften(other));
		threads.shutdown();
		long reported = 0;
		while (!threads.awaitTermination(0, TimeUnit.SECONDS)) {
			reported += count(take());
		}
		assertThat(reported + count(take())).isEqualTo(2 * TICKS);
	}

	private void tickOften(TickerDefinition ticker) {
		for (int i = 0; i < TICKS; i++) {
			tick(ticker, Outcome.SUCCESS, i, 0);
		}
	}

	private static long count(List<TickBatch> batches) {
		return batches.stream()
			.flatMap((batch) -> batch.durations().stream())
			.flatMap((some) -> some.durations().groups().stream())
			.mapToLong(DurationSummary.Group::count)
			.sum();
	}

	private void tick(TickerDefinition ticker, Outcome outcome, double durationMs, long skipped) {
		this.tally.begun(ticker, context(skipped), TickOrigin.NONE)
			.ended(new TickRecord(1, Instant.EPOCH, Instant.EPOCH, durationMs, 0.5, outcome, null), null);
	}

	private List<TickBatch> take() {
		List<TickBatch> batches = new ArrayList<>();
		this.tally.take(batches::add);
		return batches;
	}

	private static List<Long> nanos(DurationSummary durations) {
		List<Long> nanos = new ArrayList<>();
		durations.forEach(nanos::add);
		return nanos;
	}

	private static TickContext context(long skipped) {
		return new Context(1, Instant.EPOCH, Duration.ZERO, skipped, false, 1);
	}

	private record Context(long number, Instant scheduledAt, Duration lateness, long skipped, boolean stopRequested,
			long fencingToken) implements TickContext {

	}

}
