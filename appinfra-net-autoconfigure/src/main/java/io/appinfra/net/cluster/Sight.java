package io.appinfra.net.cluster;

import java.util.ArrayList;
import java.util.Collection;
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

	/**
	 * All records as they were read together: the map is shared, and never changed.
	 */
	private Map<String, Versioned> read = Map.of();

	/**
	 * What was seen of single records since then, and what the store has lost.
	 */
	private final Map<String, Versioned> single = new HashMap<>();

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
	 * @param records the records by ticker, which do not change any more
	 */
	void records(Map<String, Versioned> records) {
		if (!records.keySet().containsAll(this.read.keySet())) {
			this.read.forEach(this.single::putIfAbsent);
		}
		this.single.keySet().removeIf(records::containsKey);
		this.single.replaceAll((ticker, known) -> new Versioned(known.record(), 0));
		this.read = records;
	}

	/**
	 * Take note of the record of a ticker.
	 * @param ticker the name of the ticker
	 * @param record the record, {@code null} if there is none
	 */
	void record(String ticker, @Nullable Versioned record) {
		Versioned known = known(ticker);
		if (record != null) {
			this.single.put(ticker, record);
		}
		else if (known != null) {
			this.single.put(ticker, new Versioned(known.record(), 0));
		}
	}

	Versioned record(String ticker) {
		Versioned known = known(ticker);
		return (known != null) ? known : new Versioned(TickerRecord.NEW, 0);
	}

	private @Nullable Versioned known(String ticker) {
		Versioned known = this.single.get(ticker);
		return (known != null) ? known : this.read.get(ticker);
	}

	boolean isMine(String ticker) {
		return this.me != null && this.me.equals(owner(ticker));
	}

	/**
	 * Return whether a ticker is not, or no more, that of this instance for certain.
	 */
	boolean isTaken(String ticker) {
		Versioned known = known(ticker);
		return known != null && known.version() != 0 && !isMine(ticker);
	}

	private @Nullable String owner(String ticker) {
		Versioned known = known(ticker);
		return (known != null && known.version() != 0) ? known.record().owner() : null;
	}

	/**
	 * Return whether no plan can change anything: all members have the same tickers, each
	 * of these is owned by one that lives, and none owns two more than another. That is
	 * so nearly always, and cheaper to see than a plan is to make.
	 */
	boolean isSettled() {
		Map<String, int[]> loads = new HashMap<>();
		Set<String> tickers = null;
		for (Map.Entry<String, Member> member : this.members.entrySet()) {
			if (member.getValue().draining() || (tickers != null && tickers != member.getValue().tickers())) {
				return false;
			}
			tickers = member.getValue().tickers();
			loads.put(member.getKey(), new int[1]);
		}
		return tickers != null && areOwnedBy(loads, tickers) && areEven(loads.values());
	}

	private boolean areOwnedBy(Map<String, int[]> loads, Set<String> tickers) {
		for (String ticker : tickers) {
			String owner = owner(ticker);
			int[] load = (owner != null) ? loads.get(owner) : null;
			if (load == null) {
				return false;
			}
			load[0]++;
		}
		return true;
	}

	private static boolean areEven(Collection<int[]> loads) {
		int least = Integer.MAX_VALUE;
		int most = 0;
		for (int[] load : loads) {
			least = Math.min(least, load[0]);
			most = Math.max(most, load[0]);
		}
		return most - least <= 1;
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
