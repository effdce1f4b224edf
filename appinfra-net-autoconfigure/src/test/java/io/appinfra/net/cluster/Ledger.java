package io.appinfra.net.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.appinfra.net.cluster.record.TickerRecord;

/**
 * What has really happened in a {@link Simulation}.
 */
final class Ledger {

	private final Map<String, TreeMap<Long, Tick>> ticks = new HashMap<>();

	private final List<String> problems = new ArrayList<>();

	private final Map<String, List<long[]>> frozen = new HashMap<>();

	private int starts;

	private int stops;

	void begun(String ticker, long number, long due, String instance, long at) {
		Tick before = this.ticks.computeIfAbsent(ticker, (name) -> new TreeMap<>())
			.put(number, new Tick(due, instance, at, Long.MAX_VALUE));
		if (before != null) {
			this.problems
				.add("%s: number %d began at %s and at %s".formatted(ticker, number, before.instance(), instance));
		}
	}

	void ended(String ticker, long number, long at) {
		TreeMap<Long, Tick> all = this.ticks.get(ticker);
		if (all != null) {
			all.computeIfPresent(number, (n, tick) -> (tick.end() == Long.MAX_VALUE) ? tick.endedAt(at) : tick);
		}
	}

	void killed(String ticker, long number, long at) {
		ended(ticker, number, at);
		this.stops++;
	}

	void started(String ticker) {
		this.starts++;
	}

	void stopped(String ticker) {
		this.stops++;
	}

	void frozen(String instance, long at, long duration) {
		this.frozen.computeIfAbsent(instance, (name) -> new ArrayList<>()).add(new long[] { at, at + duration });
	}

	int ticks() {
		return this.ticks.values().stream().mapToInt(Map::size).sum();
	}

	int open() {
		return this.starts - this.stops;
	}

	long firstAfter(String ticker, long at) {
		return this.ticks.get(ticker)
			.values()
			.stream()
			.mapToLong(Tick::begin)
			.filter((begin) -> begin > at)
			.min()
			.orElse(Long.MAX_VALUE);
	}

	/**
	 * Return what should not have happened.
	 * @param simulation the simulation
	 * @return the problems, empty if there is none
	 */
	List<String> problems(Simulation simulation) {
		List<String> all = new ArrayList<>(this.problems);
		this.ticks.forEach((ticker, ticks) -> {
			TickerRecord record = simulation.store.record(ticker);
			checkNumbers(ticker, ticks, record, all);
			checkTimes(ticker, ticks, record, simulation.interval / 1_000, all);
			checkOverlap(ticker, ticks, all);
		});
		return all;
	}

	/**
	 * A number that did not tick had begun in the store, by an instance that was killed
	 * or lost its lease before the answer: it is counted as a failure.
	 */
	private void checkNumbers(String ticker, TreeMap<Long, Tick> ticks, TickerRecord record, List<String> all) {
		long missing = ticks.lastKey() - ticks.size();
		if (missing > record.tally().failures() || ticks.lastKey() > record.number()) {
			all.add("%s: %d numbers are missing, %d failures are counted".formatted(ticker, missing,
					record.tally().failures()));
		}
	}

	/**
	 * Each due time is that of one tick, or of one that was left out or lost and counted.
	 */
	private void checkTimes(String ticker, TreeMap<Long, Tick> ticks, TickerRecord record, long interval,
			List<String> all) {
		long first = ticks.firstEntry().getValue().due();
		Map<Long, Long> byDue = new HashMap<>();
		ticks.forEach((number, tick) -> {
			Long other = byDue.put(tick.due(), number);
			if (other != null) {
				all.add("%s: numbers %d and %d were due at the same time".formatted(ticker, other, number));
			}
		});
		long times = (ticks.lastEntry().getValue().due() - first) / interval + 1;
		long uncounted = times - byDue.size() - record.tally().failures() - record.tally().skipped();
		if (uncounted > 0) {
			all.add("%s: %d times were left out and not counted".formatted(ticker, uncounted));
		}
	}

	/**
	 * Only an instance that is frozen while its lease ends cannot end its ticks.
	 */
	private void checkOverlap(String ticker, TreeMap<Long, Tick> ticks, List<String> all) {
		Tick before = null;
		for (Tick tick : ticks.values()) {
			if (before != null && before.end() > tick.begin() && !wasFrozen(before, tick.begin())) {
				all.add("%s: %s overlaps %s".formatted(ticker, before, tick));
			}
			before = tick;
		}
	}

	private boolean wasFrozen(Tick tick, long at) {
		return this.frozen.getOrDefault(tick.instance(), List.of())
			.stream()
			.anyMatch((pause) -> pause[0] <= at && pause[1] >= at);
	}

	private record Tick(long due, String instance, long begin, long end) {

		private Tick endedAt(long at) {
			return new Tick(this.due, this.instance, this.begin, at);
		}

	}

}
