package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * What tickers have written in all processes, and what should not have happened.
 */
final class CallLog {

	private final Map<String, List<Call>> ticks = new TreeMap<>();

	private final Map<String, Map<Long, Long>> ends = new HashMap<>();

	private final Map<String, Integer> open = new TreeMap<>();

	CallLog(Path file) throws IOException {
		for (String line : Files.readAllLines(file)) {
			Call call = Call.of(line);
			String life = call.pid() + " " + call.ticker();
			switch (call.method()) {
				case "tick" -> this.ticks.computeIfAbsent(call.ticker(), (name) -> new ArrayList<>()).add(call);
				case "end" ->
					this.ends.computeIfAbsent(call.ticker(), (name) -> new HashMap<>()).put(call.number(), call.at());
				case "onStart" -> this.open.merge(life, 1, Integer::sum);
				default -> this.open.merge(life, -1, Integer::sum);
			}
		}
		this.ticks.values()
			.forEach((all) -> all.sort(Comparator.comparingLong(Call::number).thenComparingLong(Call::at)));
	}

	List<Call> ticks(String ticker) {
		return this.ticks.getOrDefault(ticker, List.of());
	}

	/**
	 * Return the numbers that did not tick.
	 * @param ticker the name of the ticker
	 * @return the numbers
	 */
	Set<Long> missing(String ticker) {
		List<Call> all = ticks(ticker);
		Set<Long> missing = new TreeSet<>(LongStream.rangeClosed(1, all.get(all.size() - 1).number()).boxed().toList());
		all.forEach((tick) -> missing.remove(tick.number()));
		return missing;
	}

	/**
	 * Return the numbers that began and did not end, that which ticks last aside.
	 * @param ticker the name of the ticker
	 * @return the numbers
	 */
	Set<Long> unended(String ticker) {
		List<Call> all = ticks(ticker);
		Set<Long> ended = this.ends.getOrDefault(ticker, Map.of()).keySet();
		Set<Long> unended = new TreeSet<>();
		all.subList(0, all.size() - 1).forEach((tick) -> unended.add(tick.number()));
		unended.removeAll(ended);
		return unended;
	}

	/**
	 * Return the ticks between which full seconds were left out that neither counts: one
	 * that is late counts those up to the moment in which it began. What was left out
	 * around a number that is missing is not known here.
	 * @param ticker the name of the ticker
	 * @return the ticks
	 */
	List<String> uncountedSeconds(String ticker) {
		List<Call> all = ticks(ticker);
		List<String> uncounted = new ArrayList<>();
		for (int i = 1; i < all.size(); i++) {
			Call before = all.get(i - 1);
			Call tick = all.get(i);
			long left = (tick.due() - before.due()) / 1000 - 1;
			if (tick.number() == before.number() + 1 && left > before.skipped() + tick.skipped()) {
				uncounted.add("%s and %s: %d".formatted(before, tick, left));
			}
		}
		return uncounted;
	}

	/**
	 * Return the numbers that began twice, whose token is not greater than that before,
	 * that were due when one before was, or began before the one before had ended.
	 * @param frozen the processes that were frozen for longer than the lease, which
	 * cannot end their ticks meanwhile
	 * @return what should not have happened, empty if nothing did
	 */
	List<String> problems(Set<Long> frozen) {
		List<String> problems = new ArrayList<>();
		this.ticks.forEach((ticker, all) -> {
			for (int i = 1; i < all.size(); i++) {
				Call before = all.get(i - 1);
				Call tick = all.get(i);
				Long end = this.ends.getOrDefault(ticker, Map.of()).get(before.number());
				boolean overlaps = end != null && end > tick.at() && !frozen.contains(before.pid());
				boolean dueTwice = ticker.equals("delta") && before.due() >= tick.due();
				if (before.number() == tick.number() || before.token() >= tick.token() || dueTwice || overlaps) {
					problems.add("%s (until %s) and %s".formatted(before, end, tick));
				}
			}
		});
		return problems;
	}

	/**
	 * Return which tickers were not stopped as often as they were started.
	 * @param killed the processes that could not stop them
	 * @param alive the processes in which they may tick now
	 * @return what should not have happened, empty if nothing did
	 */
	List<String> notStopped(Set<Long> killed, Set<Long> alive) {
		List<String> problems = new ArrayList<>();
		this.open.forEach((life, count) -> {
			long pid = Long.parseLong(life.substring(0, life.indexOf(' ')));
			int most = (killed.contains(pid) || alive.contains(pid)) ? 1 : 0;
			if (count < 0 || count > most) {
				problems.add("%s: %d".formatted(life, count));
			}
		});
		return problems;
	}

	/**
	 * Return how long a ticker did not tick after a moment.
	 * @param ticker the name of the ticker
	 * @param at the moment
	 * @return the milliseconds until the next tick, -1 if there is none
	 */
	long gapAfter(String ticker, long at) {
		return ticks(ticker).stream()
			.mapToLong(Call::at)
			.filter((tick) -> tick > at)
			.map((tick) -> tick - at)
			.min()
			.orElse(-1);
	}

}
