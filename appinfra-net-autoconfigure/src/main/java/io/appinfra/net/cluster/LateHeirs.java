package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.Collection;
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

	private final Map<String, Awaited> awaited = new HashMap<>();

	private final Map<String, Long> excluded = new HashMap<>();

	LateHeirs(long excludedFor) {
		this.excludedFor = excludedFor;
	}

	/**
	 * Return whether an heir is expected to take a ticker.
	 */
	boolean isAnyAwaited() {
		return !this.awaited.isEmpty();
	}

	void await(String ticker, String heir, long now) {
		this.awaited.putIfAbsent(ticker, new Awaited(heir, now));
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
	void look(Collection<String> orphans, long now) {
		this.excluded.values().removeIf((since) -> now - since >= this.excludedFor);
		this.awaited.keySet().retainAll(orphans);
		this.awaited.values().removeIf((awaited) -> {
			boolean late = now - awaited.since() >= PATIENCE;
			if (late) {
				this.excluded.put(awaited.heir(), now);
			}
			return late;
		});
	}

	private record Awaited(String heir, long since) {

	}

}
