package io.appinfra.net.cluster;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;

/**
 * Records of which a snapshot shares all that has not changed since: thousands of
 * instances hold one each.
 */
final class SimulatedRecords {

	private static final int PARTS = 1 << 12;

	/**
	 * The records by the hashes of their tickers, in maps that are replaced and never
	 * changed.
	 */
	private final List<Map<String, Versioned>> parts = new ArrayList<>(Collections.nCopies(PARTS, Map.of()));

	private int size;

	private @Nullable Snapshot snapshot;

	@Nullable Versioned get(String ticker) {
		return this.parts.get(part(ticker)).get(ticker);
	}

	void put(String ticker, Versioned record) {
		Map<String, Versioned> part = new HashMap<>(this.parts.get(part(ticker)));
		if (part.put(ticker, record) == null) {
			this.size++;
		}
		this.parts.set(part(ticker), part);
		this.snapshot = null;
	}

	Map<String, Versioned> snapshot() {
		Snapshot snapshot = this.snapshot;
		if (snapshot == null) {
			snapshot = new Snapshot(List.copyOf(this.parts), this.size);
			this.snapshot = snapshot;
		}
		return snapshot;
	}

	private static int part(Object ticker) {
		return ticker.hashCode() & (PARTS - 1);
	}

	private static final class Snapshot extends AbstractMap<String, Versioned> {

		private final List<Map<String, Versioned>> parts;

		private final int size;

		private Snapshot(List<Map<String, Versioned>> parts, int size) {
			this.parts = parts;
			this.size = size;
		}

		@Override
		public @Nullable Versioned get(Object ticker) {
			return this.parts.get(part(ticker)).get(ticker);
		}

		@Override
		public boolean containsKey(Object ticker) {
			return this.parts.get(part(ticker)).containsKey(ticker);
		}

		@Override
		public int size() {
			return this.size;
		}

		@Override
		public Set<Entry<String, Versioned>> entrySet() {
			return this.parts.stream().flatMap((part) -> part.entrySet().stream()).collect(Collectors.toSet());
		}

	}

}
