package io.appinfra.net.metrics;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.appinfra.net.ticker.DurationSummary;
import io.appinfra.net.ticker.TickBatch;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickRecord.Outcome;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * The meters of one ticker in one registry. Those of the outcomes that any ticker can
 * have are there from the beginning, so that the first failure is seen as a change. Safe
 * for use by many threads.
 */
final class TickerMeters {

	private final Map<Outcome, Timer> ticks = new EnumMap<>(Outcome.class);

	private final MeterRegistry registry;

	private final Tags tags;

	private final Timer lateness;

	private final Counter skipped;

	TickerMeters(MeterRegistry registry, TickerDefinition ticker) {
		this.registry = registry;
		this.tags = Tags.of("ticker", ticker.name(), "run.in", TagValues.of(ticker.settings().runIn()));
		this.lateness = Timer.builder("appinfra.ticks.lateness")
			.description("How long after they were due ticks began")
			.tags(this.tags)
			.register(registry);
		this.skipped = Counter.builder("appinfra.ticks.skipped")
			.description("Ticks that were left out since the ticker was late")
			.tags(this.tags)
			.register(registry);
		possible(ticker).forEach(this::ticks);
	}

	/**
	 * Return the outcomes that ticks of a ticker can have. Each has its series from the
	 * start, since a series that begins with its first event shows no increase.
	 */
	private static Set<Outcome> possible(TickerDefinition ticker) {
		Set<Outcome> possible = EnumSet.of(Outcome.SUCCESS, Outcome.FAILURE);
		if (ticker.settings().timeout() != null || ticker.inWorker()) {
			possible.add(Outcome.TIMEOUT);
		}
		if (ticker.inWorker() || ticker.inCluster()) {
			possible.add(Outcome.LOST);
		}
		return possible;
	}

	/**
	 * Record a tick that has ended.
	 * @param tick the tick
	 * @param skipped how many ticks were left out before it
	 */
	void record(TickRecord tick, long skipped) {
		ticks(tick.outcome()).record(tick.durationNanos(), TimeUnit.NANOSECONDS);
		this.lateness.record(tick.latenessNanos(), TimeUnit.NANOSECONDS);
		this.skipped.increment(skipped);
	}

	/**
	 * Record ticks that have ended in a worker.
	 * @param ticks the ticks
	 */
	void record(TickBatch ticks) {
		ticks.durations().forEach((some) -> record(ticks(some.outcome()), some.durations()));
		record(this.lateness, ticks.lateness());
		this.skipped.increment(ticks.skipped());
	}

	private static void record(Timer timer, DurationSummary durations) {
		durations.forEach((nanos) -> timer.record(nanos, TimeUnit.NANOSECONDS));
	}

	private Timer ticks(Outcome outcome) {
		synchronized (this.ticks) {
			return this.ticks.computeIfAbsent(outcome, this::register);
		}
	}

	private Timer register(Outcome outcome) {
		return Timer.builder("appinfra.ticks")
			.description("Ticks that have ended, and how long they took")
			.tags(this.tags.and("outcome", TagValues.of(outcome)))
			.register(this.registry);
	}

}
