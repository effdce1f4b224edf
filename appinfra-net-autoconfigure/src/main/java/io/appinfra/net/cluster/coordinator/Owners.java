package io.appinfra.net.cluster.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;

/**
 * Who owns which ticker, by records that were read together. Immutable.
 *
 * @param tickers the tickers by the names of the lives that own them, each list sorted
 * @param unowned the tickers that nobody owns
 */
public record Owners(Map<String, List<String>> tickers, List<String> unowned) {

	static final Owners NONE = new Owners(Map.of(), List.of());

	/**
	 * Return the owners of tickers.
	 * @param records the records by ticker
	 * @return the owners
	 */
	public static Owners of(Map<String, Versioned> records) {
		Map<String, List<String>> tickers = new HashMap<>();
		List<String> unowned = new ArrayList<>();
		records.forEach((ticker, record) -> {
			String owner = record.record().owner();
			((owner != null) ? tickers.computeIfAbsent(owner, (name) -> new ArrayList<>()) : unowned).add(ticker);
		});
		tickers.values().forEach((list) -> list.sort(null));
		unowned.sort(null);
		return new Owners(tickers, unowned);
	}

	/**
	 * Return the tickers of an owner.
	 * @param owner the name of its life
	 * @return the names of the tickers, sorted
	 */
	public List<String> of(String owner) {
		return this.tickers.getOrDefault(owner, List.of());
	}

}
