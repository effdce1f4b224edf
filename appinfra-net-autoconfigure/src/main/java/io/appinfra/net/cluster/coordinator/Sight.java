package io.appinfra.net.cluster.coordinator;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
	 * Who owned them then.
	 */
	private Owners owners = Owners.NONE;

	/**
	 * What was seen of single records since then, and what the store has lost.
	 */
	private final Map<String, Versioned> single = new HashMap<>();

	/**
	 * The sets of tickers that all have records.
	 */
	private final Set<Set<String>> recorded = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * The lives that own tickers and have ended: none of them begins again.
	 */
	private final Set<String> gone = new HashSet<>();

	/**
	 * Whether there is an owner that may have joined since the members were read.
	 */
	private boolean unknown;

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
			this.gone.addAll(this.seen.keySet());
			this.seen = members;
			this.members = Member.sharing(members);
		}
		if (changed || this.unknown) {
			this.gone.addAll(this.owners.tickers().keySet());
			this.gone.removeAll(members.keySet());
			this.unknown = false;
		}
		return changed;
	}

	/**
	 * Return whether there is an owner that may have joined since the members were read:
	 * only who is not among the members that were read after its record has gone.
	 * @return whether the members have to be read
	 */
	boolean isAnyOwnerUnknown() {
		return this.unknown;
	}

	/**
	 * Take note of all records that there are.
	 * @param records the records by ticker, which do not change any more
	 * @param owners who owns them
	 * @return whether other tickers have owners, or the same have others, than before
	 */
	boolean records(Map<String, Versioned> records, Owners owners) {
		boolean changed = !owners.equals(this.owners);
		if (changed && !records.keySet().containsAll(this.read.keySet())) {
			this.recorded.clear();
			this.read.forEach(this.single::putIfAbsent);
		}
		this.single.keySet().removeIf(records::containsKey);
		this.single.replaceAll((ticker, known) -> new Versioned(known.record(), 0));
		this.read = records;
		this.owners = owners;
		if (changed) {
			Set<String> all = owners.tickers().keySet();
			this.gone.retainAll(all);
			this.unknown = !all.stream()
				.allMatch((owner) -> this.members.containsKey(owner) || this.gone.contains(owner));
		}
		return changed;
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
	 * Return the tickers that this instance owned when all records were read.
	 * @return the names, sorted
	 */
	List<String> mine() {
		return (this.me != null) ? this.owners.of(this.me) : List.of();
	}

	/**
	 * Return the tickers of any member that nobody who lives owned when all records were
	 * read.
	 * @return the names, sorted
	 */
	Set<String> orphans() {
		Set<Set<String>> known = Collections.newSetFromMap(new IdentityHashMap<>());
		this.members.values().forEach((member) -> known.add(member.tickers()));
		Set<String> orphans = new TreeSet<>();
		this.gone.forEach((owner) -> orphans.addAll(this.owners.of(owner)));
		orphans.addAll(this.owners.unowned());
		orphans.removeIf((ticker) -> known.stream().noneMatch((tickers) -> tickers.contains(ticker)));
		this.recorded.retainAll(known);
		known.forEach((tickers) -> orphans.addAll(withoutRecord(tickers)));
		return orphans;
	}

	private List<String> withoutRecord(Set<String> tickers) {
		if (this.recorded.contains(tickers)) {
			return List.of();
		}
		List<String> without = tickers.stream().filter((ticker) -> !this.read.containsKey(ticker)).toList();
		if (without.isEmpty()) {
			this.recorded.add(tickers);
		}
		return without;
	}

	/**
	 * Return the plan of all members.
	 * @param excluded the members that get no ticker
	 */
	Plan plan(Set<String> excluded) {
		return new Plan(this.members, loads(), excluded);
	}

	/**
	 * Return the plan if this instance were no member.
	 * @param excluded the members that get no ticker
	 */
	Plan planOfOthers(Set<String> excluded) {
		Map<String, Member> others = new HashMap<>(this.members);
		others.remove(this.me);
		return new Plan(others, loads(), excluded);
	}

	/**
	 * Return how many tickers each owner has, with what was seen of single ones.
	 */
	private Map<String, Integer> loads() {
		Map<String, Integer> loads = new HashMap<>();
		this.owners.tickers().forEach((owner, tickers) -> loads.put(owner, tickers.size()));
		this.single.forEach((ticker, known) -> {
			Versioned before = this.read.get(ticker);
			String former = (before != null) ? before.record().owner() : null;
			String owner = owner(ticker);
			if (former != null) {
				loads.merge(former, -1, Integer::sum);
			}
			if (owner != null) {
				loads.merge(owner, 1, Integer::sum);
			}
		});
		return loads;
	}

	/**
	 * Return which tickers are to change their owners so that all own as many.
	 * @param plan the plan of all members
	 * @return the new owners by ticker
	 */
	Map<String, String> moves(Plan plan) {
		return plan.moves(this.owners);
	}

}
