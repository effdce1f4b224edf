package io.appinfra.net.cluster.coordinator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Instances that live, but do not take what is theirs by the plan: they are frozen, or
 * see something else. After a while others take it. Not safe for use by several threads
 * at once.
 */
final class LateHeirs {

	static final long PATIENCE = Duration.ofSeconds(1).toNanos();

	private final long excludedFor;

	/**
	 * The first ticker that each heir is to take.
	 */
	private final Map<String, Awaited> awaited = new HashMap<>();

	private final Map<String, Long> excluded = new HashMap<>();

	LateHeirs(long excludedFor) {
		this.excludedFor = excludedFor;
	}

	/**
	 * Return whether an heir is expected to take a ticker.
	 * @return whether there is one
	 */
	boolean isAnyAwaited() {
		return !this.awaited.isEmpty();
	}

	/**
	 * Await that the others take what is theirs. One that takes a ticker has its time
	 * anew for the next.
	 * @param heirs the heirs by ticker
	 * @param now the present time
	 */
	void await(Map<String, String> heirs, long now) {
		this.awaited.entrySet().removeIf((awaited) -> !awaited.getKey().equals(heirs.get(awaited.getValue().ticker())));
		heirs.forEach((ticker, heir) -> this.awaited.putIfAbsent(heir, new Awaited(ticker, now)));
	}

	/**
	 * Return who is to get nothing, since it has been late.
	 */
	Set<String> excluded() {
		return this.excluded.keySet();
	}

	void forgive() {
		this.excluded.clear();
	}

	/**
	 * See who is late.
	 * @param orphans the tickers that nobody has taken yet
	 * @param now the present time
	 */
	void look(Set<String> orphans, long now) {
		this.excluded.values().removeIf((since) -> now - since >= this.excludedFor);
		this.awaited.values().removeIf((awaited) -> !orphans.contains(awaited.ticker()));
		this.awaited.forEach((heir, awaited) -> {
			if (now - awaited.since() >= PATIENCE) {
				this.excluded.put(heir, now);
			}
		});
	}

	private record Awaited(String ticker, long since) {

	}

}
