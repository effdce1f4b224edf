package io.appinfra.net.autoconfigure.startup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.http.HandlerDescription;
import io.appinfra.net.ticker.TickerStatus;

/**
 * Handlers, tickers and workers in words.
 */
final class StartupSummary {

	private StartupSummary() {
	}

	/**
	 * Return how many there are.
	 * @param handlers the number of handlers, {@code null} if there can be none
	 * @param tickers the tickers
	 * @return one line
	 */
	static String line(@Nullable Integer handlers, List<TickerStatus> tickers) {
		String workers = workers(tickers).entrySet()
			.stream()
			.map((worker) -> "%d in worker '%s'".formatted(worker.getValue().size(), worker.getKey()))
			.collect(Collectors.joining(", "));
		return ((handlers != null) ? count(handlers, "handler") + ", " : "") + count(tickers.size(), "ticker")
				+ (workers.isEmpty() ? "" : " (" + workers + ")");
	}

	/**
	 * Return all of them.
	 * @param handlers the handlers
	 * @param tickers the tickers
	 * @return a table
	 */
	static String table(List<HandlerDescription> handlers, List<TickerStatus> tickers) {
		List<String> lines = new ArrayList<>(List.of("Handlers, tickers and workers:"));
		handlers.forEach((handler) -> lines.add(row("handler", handler.name(), String.join(", ", handler.paths()),
				String.join(", ", handler.methods()))));
		tickers.forEach((ticker) -> lines.add(row("ticker", ticker.name(), schedule(ticker), where(ticker))));
		workers(tickers).forEach((worker, names) -> lines.add(row("worker", worker, String.join(", ", names), "")));
		return String.join("\n", lines);
	}

	private static Map<String, List<String>> workers(List<TickerStatus> tickers) {
		return tickers.stream()
			.filter((ticker) -> ticker.worker() != null)
			.collect(Collectors.groupingBy(TickerStatus::worker, TreeMap::new,
					Collectors.mapping(TickerStatus::name, Collectors.toList())));
	}

	private static String row(String what, String name, String first, String second) {
		return "    %-8s%-24s %-32s %s".formatted(what, name, first, second).stripTrailing();
	}

	private static String schedule(TickerStatus ticker) {
		Duration interval = ticker.interval();
		if (ticker.cron() != null) {
			return "%s '%s'".formatted(ticker.mode(), ticker.cron());
		}
		return (interval != null)
				? "%s, every %.0f ms".formatted(ticker.mode(), interval.toSeconds() * 1e3 + interval.toMillisPart())
				: ticker.mode().toString();
	}

	private static String where(TickerStatus ticker) {
		return (ticker.worker() != null) ? "in worker '%s'".formatted(ticker.worker()) : "in-process";
	}

	private static String count(int count, String what) {
		return "%d %s%s".formatted(count, what, (count == 1) ? "" : "s");
	}

}
