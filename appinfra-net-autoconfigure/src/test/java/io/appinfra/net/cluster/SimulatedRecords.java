package io.appinfra.net.cluster;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.coordinator.Event;
import io.appinfra.net.cluster.coordinator.Owners;
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

	private final Map<String, Set<String>> owned = new HashMap<>();

	/**
	 * The tickers of each owner that has the same since a former snapshot.
	 */
	private final Map<String, List<String>> sorted = new HashMap<>();

	private @Nullable Owners owners;

	private Event.@Nullable Records snapshot;

	@Nullable Versioned get(String ticker) {
		return this.parts.get(part(ticker)).get(ticker);
	}

	void put(String ticker, Versioned record) {
		Map<String, Versioned> part = new HashMap<>(this.parts.get(part(ticker)));
		Versioned before = part.put(ticker, record);
		if (before == null) {
			this.size++;
		}
		String former = (before != null) ? before.record().owner() : null;
		String owner = record.record().owner();
		if (before == null || !Objects.equals(former, owner)) {
			ownedBy(former).remove(ticker);
			ownedBy(owner).add(ticker);
			this.owners = null;
		}
		this.parts.set(part(ticker), part);
		this.snapshot = null;
	}

	private Set<String> ownedBy(@Nullable String owner) {
		this.sorted.remove(String.valueOf(owner));
		return this.owned.computeIfAbsent(String.valueOf(owner), (name) -> new TreeSet<>());
	}

	Event.Records snapshot() {
		Event.Records snapshot = this.snapshot;
		if (snapshot == null) {
			Snapshot records = new Snapshot(List.copyOf(this.parts), this.size);
			Owners owners = (this.owners != null) ? this.owners : owners();
			snapshot = new Event.Records(records, owners);
			this.owners = owners;
			this.snapshot = snapshot;
		}
		return snapshot;
	}

	/**
	 * Return what {@link Owners#of(Map)} would, at the cost of what has changed.
	 */
	private Owners owners() {
		this.owned.forEach((owner, tickers) -> this.sorted.computeIfAbsent(owner, (name) -> List.copyOf(tickers)));
		Map<String, List<String>> owners = new HashMap<>(this.sorted);
		List<String> unowned = owners.remove(String.valueOf((Object) null));
		return new Owners(owners, (unowned != null) ? unowned : List.of());
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
		public Set<String> keySet() {
			return new Tickers(this);
		}

		@Override
		public Set<Entry<String, Versioned>> entrySet() {
			return this.parts.stream()
				.flatMap((part) -> part.entrySet().stream())
				.collect(Collectors.toUnmodifiableSet());
		}

	}

	/**
	 * The tickers of a snapshot: no record is ever removed.
	 */
	private static final class Tickers extends AbstractSet<String> {

		private final Snapshot snapshot;

		private Tickers(Snapshot snapshot) {
			this.snapshot = snapshot;
		}

		@Override
		public boolean containsAll(Collection<?> others) {
			return others.size() <= size();
		}

		@Override
		public Iterator<String> iterator() {
			return this.snapshot.parts.stream().flatMap((part) -> part.keySet().stream()).iterator();
		}

		@Override
		public int size() {
			return this.snapshot.size;
		}

	}

}
