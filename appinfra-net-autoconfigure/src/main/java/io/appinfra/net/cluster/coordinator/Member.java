package io.appinfra.net.cluster.coordinator;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An instance that lives, as others see it.
 *
 * @param draining whether it is about to stop, and takes nothing any more
 * @param tickers the tickers of the cluster that could tick in it
 */
public record Member(boolean draining, Set<String> tickers) {

	/**
	 * Return the same members, of which those with the same tickers share one set: the
	 * same map if they do already.
	 * @param members the members by the names of their lives
	 * @return members whose sets are equal only if they are the same object
	 */
	static Map<String, Member> sharing(Map<String, Member> members) {
		Map<Set<String>, Set<String>> equal = new HashMap<>();
		Map<Set<String>, Set<String>> same = new IdentityHashMap<>();
		members.values()
			.forEach((member) -> same.computeIfAbsent(member.tickers(),
					(tickers) -> equal.computeIfAbsent(tickers, (first) -> first)));
		if (same.size() == equal.size()) {
			return members;
		}
		Map<String, Member> sharing = new HashMap<>();
		members.forEach((id, member) -> sharing.put(id, new Member(member.draining(), same.get(member.tickers()))));
		return sharing;
	}

}
