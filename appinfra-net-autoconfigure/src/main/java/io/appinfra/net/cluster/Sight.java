package io.appinfra.net.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;

/**
 * What an instance has seen of the cluster: itself, the members, and who owns which
 * ticker. A record of which the version is not known has the version 0. Not safe for use
 * by several threads at once.
 */
final class Sight {

	private final Map<String, Versioned> records = new TreeMap<>();

	private Map<String, Member> seen = Map.of();

	/**
	 * What was seen, with one set of tickers for all that have the same.
	 */
	private Map<String, Member> members = Map.of();

	private @Nullable String me;

	/**
	 * Take note of the life in which this instance is a member.
	 * @param me the name of its life, {@code null} if it is none
	 */
	void joined(@Nullable String me) {
		this.me = me;
	}

	/**
	 * Return the name of the life in which this instance is a member.
	 * @return the name, {@code null} if it is none
	 */
	@Nullable String me() {
		return this.me;
	}

	/**
	 * Return what is seen of this instance.
	 * @return the member, {@code null} if it is not seen
	 */
	@Nullable Member own() {
		return (this.me != null) ? this.members.get(this.me) : null;
	}

	/**
	 * Take note of the members.
	 * @param members the members by their names
	 * @return whether they differ from those before
	 */
	boolean members(Map<String, Member> members) {
		boolean changed = !members.equals(this.seen);
		if (changed) {
			this.seen = members;
			this.members = Member.sharing(members);
		}
		return changed;
	}

	/**
	 * Take note of all records that there are.
	 * @param records the records by ticker
	 */
	void records(Map<String, Versioned> records) {
		this.records.replaceAll((ticker, known) -> new Versioned(known.record(), 0));
		this.records.putAll(records);
	}

	/**
	 * Take note of the record of a ticker.
	 * @param ticker the name of the ticker
	 * @param record the record, {@code null} if there is none
	 */
	void record(String ticker, @Nullable Versioned record) {
		this.records.compute(ticker,
				(name, known) -> (record != null || known == null) ? record : new Versioned(known.record(), 0));
	}

	Versioned record(String ticker) {
		return this.records.getOrDefault(ticker, new Versioned(TickerRecord.NEW, 0));
	}

	boolean isMine(String ticker) {
		return this.me != null && this.me.equals(owner(ticker));
	}

	/**
	 * Return whether a ticker is not, or no more, that of this instance for certain.
	 */
	boolean isTaken(String ticker) {
		return isKnown(ticker) && !isMine(ticker);
	}

	private boolean isKnown(String ticker) {
		Versioned known = this.records.get(ticker);
		return known != null && known.version() != 0;
	}

	private @Nullable String owner(String ticker) {
		return isKnown(ticker) ? record(ticker).record().owner() : null;
	}

	/**
	 * Return the owners of the tickers of all members.
	 * @return the names of the owners' lives, {@code null} for none that lives
	 */
	Map<String, @Nullable String> owners() {
		Map<String, @Nullable String> owners = new TreeMap<>();
		Set<Set<String>> known = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Member member : this.members.values()) {
			if (known.add(member.tickers())) {
				member.tickers().forEach((ticker) -> owners.put(ticker, livingOwner(ticker)));
			}
		}
		return owners;
	}

	private @Nullable String livingOwner(String ticker) {
		String owner = owner(ticker);
		return (owner != null && this.members.containsKey(owner)) ? owner : null;
	}

	static Map<String, List<String>> byOwner(Map<String, @Nullable String> owners) {
		Map<String, List<String>> owned = new TreeMap<>();
		owners.forEach((ticker, owner) -> {
			if (owner != null) {
				owned.computeIfAbsent(owner, (name) -> new ArrayList<>()).add(ticker);
			}
		});
		return owned;
	}

	/**
	 * Return the plan of all members.
	 * @param owners the owners of the tickers
	 * @param excluded the members that get no ticker
	 */
	Plan plan(Map<String, @Nullable String> owners, Set<String> excluded) {
		return new Plan(this.members, owners, excluded);
	}

	/**
	 * Return the plan if this instance were no member.
	 * @param excluded the members that get no ticker
	 */
	Plan planOfOthers(Set<String> excluded) {
		Map<String, Member> others = new HashMap<>(this.members);
		others.remove(this.me);
		return new Plan(others, owners(), excluded);
	}

}
