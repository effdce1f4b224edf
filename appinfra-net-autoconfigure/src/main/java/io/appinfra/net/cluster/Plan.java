package io.appinfra.net.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Which instance is to own which ticker. It follows from what all instances see alike, so
 * that they come to the same plan without talking to each other, and each carries out its
 * own part.
 */
final class Plan {

	private final Map<String, Integer> loads = new HashMap<>();

	/**
	 * The instances that can get tickers, by their sets of tickers: these are shared, and
	 * too large to be compared for each.
	 */
	private final Map<Set<String>, TreeSet<String>> candidates = new IdentityHashMap<>();

	private final Map<String, Member> members;

	/**
	 * Create a plan.
	 * @param members the instances that live
	 * @param owners the owner of each ticker, {@code null} if it has none
	 * @param excluded the instances that are to get nothing
	 */
	Plan(Map<String, Member> members, Map<String, @Nullable String> owners, Set<String> excluded) {
		this.members = members;
		members.keySet().forEach((id) -> this.loads.put(id, 0));
		owners.values().forEach((owner) -> {
			if (owner != null) {
				this.loads.computeIfPresent(owner, (id, load) -> load + 1);
			}
		});
		Comparator<String> byLoad = Comparator.comparing(this.loads::get);
		members.forEach((id, member) -> {
			if (!member.draining() && !excluded.contains(id)) {
				this.candidates
					.computeIfAbsent(member.tickers(),
							(tickers) -> new TreeSet<>(byLoad.thenComparing(Comparator.naturalOrder())))
					.add(id);
			}
		});
	}

	/**
	 * Return who is to take the tickers that no living instance owns.
	 * @param orphans the tickers, in the same order everywhere
	 * @return the instances by ticker, without those that nobody can take
	 */
	Map<String, String> heirs(Iterable<String> orphans) {
		Map<String, String> heirs = new TreeMap<>();
		for (String ticker : orphans) {
			String heir = leastLoaded(ticker);
			if (heir != null) {
				heirs.put(ticker, heir);
				add(heir, 1);
			}
		}
		return heirs;
	}

	/**
	 * Return which tickers are to change their owners so that all own as many as the
	 * others, give or take one.
	 * @param owned the tickers by their owners, each list in the same order everywhere
	 * @return the new owners by ticker
	 */
	Map<String, String> moves(Map<String, List<String>> owned) {
		Map<String, String> moves = new TreeMap<>();
		List<String> donors = new ArrayList<>(owned.keySet());
		donors.sort(Comparator.<String, Integer>comparing((id) -> this.loads.getOrDefault(id, 0))
			.reversed()
			.thenComparing(Comparator.naturalOrder()));
		for (String donor : donors) {
			Member member = this.members.get(donor);
			if (member != null && !member.draining()) {
				moveFrom(donor, owned.get(donor), moves);
			}
		}
		return moves;
	}

	private void moveFrom(String donor, List<String> tickers, Map<String, String> moves) {
		for (String ticker : tickers) {
			String heir = leastLoaded(ticker);
			if (heir != null && this.loads.get(donor) - this.loads.get(heir) > 1) {
				moves.put(ticker, heir);
				add(donor, -1);
				add(heir, 1);
			}
		}
	}

	private @Nullable String leastLoaded(String ticker) {
		String least = null;
		for (Map.Entry<Set<String>, TreeSet<String>> group : this.candidates.entrySet()) {
			if (group.getKey().contains(ticker)) {
				String first = group.getValue().first();
				boolean less = least == null || this.loads.get(first) < this.loads.get(least)
						|| (this.loads.get(first).equals(this.loads.get(least)) && first.compareTo(least) < 0);
				least = less ? first : least;
			}
		}
		return least;
	}

	/**
	 * Change a load, which the order of the candidates depends on.
	 */
	private void add(String id, int change) {
		TreeSet<String> group = this.candidates.get(this.members.get(id).tickers());
		boolean candidate = group != null && group.remove(id);
		this.loads.merge(id, change, Integer::sum);
		if (candidate) {
			group.add(id);
		}
	}

}
