package io.appinfra.net.cluster.coordinator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Which instance is to own which ticker. It follows from what all instances see alike, so
 * that they come to the same plan without talking to each other, and each carries out its
 * own part.
 */
final class Plan {

	private final Map<String, Load> loads = new HashMap<>();

	/**
	 * The instances that can get tickers, by their sets of tickers: these are shared, and
	 * too large to be compared for each.
	 */
	private final Map<Set<String>, TreeSet<Load>> candidates = new IdentityHashMap<>();

	/**
	 * Create a plan.
	 * @param members the instances that live
	 * @param loads how many tickers each of them owns
	 * @param excluded the instances that are to get nothing
	 */
	Plan(Map<String, Member> members, Map<String, Integer> loads, Set<String> excluded) {
		members.forEach((id, member) -> {
			Load load = new Load(id, member, loads.getOrDefault(id, 0));
			this.loads.put(id, load);
			if (!member.draining() && !excluded.contains(id)) {
				this.candidates.computeIfAbsent(member.tickers(), (tickers) -> new TreeSet<>(Load.ORDER)).add(load);
			}
		});
	}

	/**
	 * Return who is to take the tickers that no living instance owns.
	 * @param orphans the tickers, in the same order everywhere
	 * @return the instances by ticker, in that order, without the tickers that nobody can
	 * take
	 */
	Map<String, String> heirs(Iterable<String> orphans) {
		Map<String, String> heirs = new LinkedHashMap<>();
		for (String ticker : orphans) {
			Load heir = leastLoaded(ticker);
			if (heir != null) {
				heirs.put(ticker, heir.id);
				add(heir, 1);
			}
		}
		return heirs;
	}

	/**
	 * Return which tickers are to change their owners so that all own as many as the
	 * others, give or take one.
	 * @param owners the present owners
	 * @return the new owners by ticker
	 */
	Map<String, String> moves(Owners owners) {
		Map<String, String> moves = new LinkedHashMap<>();
		List<Load> donors = new ArrayList<>(this.loads.values());
		donors.removeIf((donor) -> donor.member.draining());
		donors.sort(Comparator.<Load>comparingInt((load) -> load.count).reversed().thenComparing((load) -> load.id));
		for (Load donor : donors) {
			if (!canGive(donor)) {
				break;
			}
			moveFrom(donor, owners.of(donor.id), moves);
		}
		return moves;
	}

	/**
	 * Return whether an instance owns so many that any other one could own one more. If
	 * not, one that owns fewer gives nothing either.
	 */
	private boolean canGive(Load donor) {
		for (TreeSet<Load> group : this.candidates.values()) {
			if (donor.count - group.first().count > 1) {
				return true;
			}
		}
		return false;
	}

	private void moveFrom(Load donor, List<String> tickers, Map<String, String> moves) {
		for (String ticker : tickers) {
			if (!canGive(donor)) {
				return;
			}
			Load heir = leastLoaded(ticker);
			if (heir != null && donor.count - heir.count > 1) {
				moves.put(ticker, heir.id);
				add(donor, -1);
				add(heir, 1);
			}
		}
	}

	private @Nullable Load leastLoaded(String ticker) {
		Load least = null;
		for (Map.Entry<Set<String>, TreeSet<Load>> group : this.candidates.entrySet()) {
			if (group.getKey().contains(ticker)) {
				Load first = group.getValue().first();
				least = (least == null || Load.ORDER.compare(first, least) < 0) ? first : least;
			}
		}
		return least;
	}

	/**
	 * Change a load, which the order of the candidates depends on.
	 */
	private void add(Load load, int change) {
		TreeSet<Load> group = this.candidates.get(load.member.tickers());
		boolean candidate = group != null && group.remove(load);
		load.count += change;
		if (candidate) {
			group.add(load);
		}
	}

	/**
	 * How many tickers an instance is to own.
	 */
	private static final class Load {

		private static final Comparator<Load> ORDER = Comparator.<Load>comparingInt((load) -> load.count)
			.thenComparing((load) -> load.id);

		private final String id;

		private final Member member;

		private int count;

		private Load(String id, Member member, int count) {
			this.id = id;
			this.member = member;
			this.count = count;
		}

	}

}
