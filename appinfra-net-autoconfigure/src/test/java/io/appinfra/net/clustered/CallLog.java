package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
	 * Return how many numbers did not tick.
	 * @param ticker the name of the ticker
	 * @return the count
	 */
	long missing(String ticker) {
		List<Call> all = ticks(ticker);
		return all.get(all.size() - 1).number() - all.size();
	}

	/**
	 * Return how many ticks did not end, that which ticks last aside.
	 * @param ticker the name of the ticker
	 * @return the count
	 */
	long unended(String ticker) {
		List<Call> all = ticks(ticker);
		Set<Long> ended = this.ends.getOrDefault(ticker, Map.of()).keySet();
		return all.subList(0, all.size() - 1).stream().filter((tick) -> !ended.contains(tick.number())).count();
	}

	/**
	 * Return how many full seconds were nobody's.
	 * @param ticker the name of the ticker
	 * @return the count
	 */
	long missedSeconds(String ticker) {
		List<Call> all = ticks(ticker);
		Set<Long> due = new HashSet<>();
		all.forEach((tick) -> due.add(tick.due()));
		return (all.get(all.size() - 1).due() - all.get(0).due()) / 1000 + 1 - due.size();
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
