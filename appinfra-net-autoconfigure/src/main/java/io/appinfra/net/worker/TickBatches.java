package io.appinfra.net.worker;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickOrigin;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Keeps count of the ticks of this process, for them to be reported at longer intervals.
 * Safe for use by many threads.
 */
final class TickBatches implements TickListener {

	private final Map<String, OfTicker> tickers = new ConcurrentHashMap<>();

	@Override
	public Ending begun(TickerDefinition ticker, TickContext tick, TickOrigin origin) {
		OfTicker tally = this.tickers.computeIfAbsent(ticker.name(), (name) -> new OfTicker());
		return (record, failure) -> tally.add(record, tick.skipped());
	}

	/**
	 * Take what has come together since the last time.
	 * @param consumer is given a batch for each ticker that has ticked
	 */
	void take(Consumer<TickBatch> consumer) {
		this.tickers.forEach((name, tally) -> tally.take(name, consumer));
	}

	private static final class OfTicker {

		private final Map<Outcome, DurationSummaryBuilder> durations = new EnumMap<>(Outcome.class);

		private DurationSummaryBuilder lateness = new DurationSummaryBuilder();

		private long skipped;

		private synchronized void add(TickRecord tick, long skipped) {
			this.durations.computeIfAbsent(tick.outcome(), (outcome) -> new DurationSummaryBuilder())
				.add(tick.durationNanos());
			this.lateness.add(tick.latenessNanos());
			this.skipped += skipped;
		}

		private void take(String ticker, Consumer<TickBatch> consumer) {
			TickBatch batch = take(ticker);
			if (!batch.durations().isEmpty()) {
				consumer.accept(batch);
			}
		}

		private synchronized TickBatch take(String ticker) {
			List<TickBatch.OfOutcome> durations = new ArrayList<>();
			this.durations
				.forEach((outcome, builder) -> durations.add(new TickBatch.OfOutcome(outcome, builder.build())));
			TickBatch batch = new TickBatch(ticker, durations, this.lateness.build(), this.skipped);
			this.durations.clear();
			this.lateness = new DurationSummaryBuilder();
			this.skipped = 0;
			return batch;
		}

	}

}
