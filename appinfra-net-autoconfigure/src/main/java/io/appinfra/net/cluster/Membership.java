package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.Instance.State;
import io.appinfra.net.cluster.coordinator.LookTimer;
import io.appinfra.net.cluster.coordinator.Member;
import io.appinfra.net.cluster.record.FlatJson;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StoredValue;

/**
 * Which instances there are, as the store knows them. Used by one thread; what it has
 * seen can be read by all.
 */
final class Membership {

	/**
	 * The map with the instances by the names of their lives.
	 */
	static final String INSTANCES = "appinfra.cluster.instances";

	/**
	 * How long an instance that is lost is shown.
	 */
	private static final Duration SHOWN = Duration.ofMinutes(10);

	private final StateStore store;

	private final Map<String, Description> descriptions = new TreeMap<>();

	private final Map<String, Long> lostSince = new HashMap<>();

	private volatile View view = new View(Map.of(), Map.of(), System.nanoTime());

	private final LookTimer looks;

	private final NameClashes clashes = new NameClashes();

	private @Nullable String own;

	private boolean stale = true;

	Membership(StateStore store) {
		this.store = store;
		this.looks = new LookTimer(store.lease(), System.nanoTime());
	}

	/**
	 * Describe this instance to the others.
	 * @param owner the name of its life
	 * @param description what it says of itself
	 */
	void describe(String owner, Description description) {
		this.own = owner;
		this.store.put(INSTANCES, owner, description.json());
		changed();
	}

	void leave(String owner) {
		this.store.remove(INSTANCES, owner);
	}

	/**
	 * The descriptions have changed since they were read.
	 */
	void changed() {
		this.stale = true;
		this.looks.lookSoon(System.nanoTime());
	}

	/**
	 * Return whether it is time to look who lives, once for each look.
	 * @return whether it is
	 */
	boolean isLookDue() {
		return this.looks.isDue(System.nanoTime());
	}

	/**
	 * Look who lives.
	 * @return the instances whose leases are not over, by the names of their lives
	 */
	Map<String, Member> look() {
		Map<String, Duration> leases = this.store.owners();
		long now = System.nanoTime();
		if (this.stale || leases.keySet().stream().anyMatch((owner) -> !this.descriptions.containsKey(owner))) {
			readDescriptions();
		}
		Map<String, Description> described = new TreeMap<>(this.descriptions);
		Map<String, Description> living = new TreeMap<>(described);
		living.keySet().retainAll(leases.keySet());
		this.clashes.look(this.own, living);
		this.lostSince.keySet().removeAll(living.keySet());
		described.keySet()
			.stream()
			.filter((owner) -> !living.containsKey(owner))
			.forEach((owner) -> this.lostSince.putIfAbsent(owner, now));
		forget(now);
		this.view = new View(described, leases, now);
		Duration lease = this.store.lease();
		this.looks.looked(System.nanoTime(), leases.values().stream().min(Duration::compareTo).orElse(lease));
		Map<String, Member> members = new TreeMap<>();
		living.forEach((owner, description) -> members.put(owner, description.member()));
		return members;
	}

	private void readDescriptions() {
		this.stale = false;
		this.descriptions.clear();
		for (Map.Entry<String, StoredValue> entry : this.store.entries(INSTANCES).entrySet()) {
			this.descriptions.put(entry.getKey(), Description.of(entry.getValue().json()));
		}
	}

	/**
	 * Remove what those who are gone have said of themselves.
	 */
	private void forget(long now) {
		this.lostSince.keySet().retainAll(this.descriptions.keySet());
		List<String> gone = new ArrayList<>();
		this.lostSince.forEach((owner, since) -> {
			if (now - since >= SHOWN.toNanos()) {
				gone.add(owner);
			}
		});
		for (String owner : gone) {
			this.descriptions.remove(owner);
			this.lostSince.remove(owner);
			this.store.remove(INSTANCES, owner);
		}
	}

	/**
	 * Return what was seen last.
	 * @param owners the owners of the tickers
	 * @return the instances by their names
	 */
	Map<String, Instance> instances(Map<String, String> owners) {
		View view = this.view;
		Map<String, List<String>> tickers = new HashMap<>();
		new TreeMap<>(owners)
			.forEach((ticker, owner) -> tickers.computeIfAbsent(owner, (name) -> new ArrayList<>()).add(ticker));
		Map<String, Instance> instances = new TreeMap<>();
		view.described().forEach((owner, description) -> {
			Instance instance = view.instance(owner, description, tickers.getOrDefault(owner, List.of()));
			instances.merge(description.instance(), instance,
					(one, other) -> (one.state() == State.LOST) ? other : one);
		});
		return instances;
	}

	/**
	 * Return the name of the instance that a life belongs to.
	 * @param owner the name of the life
	 * @return the name of the instance
	 */
	@Nullable String instance(@Nullable String owner) {
		Description description = (owner != null) ? this.view.described().get(owner) : null;
		return (description != null) ? description.instance() : null;
	}

	private record View(Map<String, Description> described, Map<String, Duration> leases, long at) {

		Instance instance(String owner, Description description, List<String> tickers) {
			Duration lease = this.leases.get(owner);
			State state = (lease == null) ? State.LOST : description.draining() ? State.DRAINING : State.UP;
			return new Instance(description.host(), description.pid(), description.startedAt(), state, left(lease),
					tickers);
		}

		private Duration left(@Nullable Duration lease) {
			if (lease == null || lease.isZero()) {
				return Duration.ZERO;
			}
			Duration left = lease.minusNanos(System.nanoTime() - this.at);
			return left.isNegative() ? Duration.ZERO : left;
		}

	}

	/**
	 * What an instance says of itself to the others.
	 *
	 * @param instance its name
	 * @param host the name of its host
	 * @param pid the id of its web process
	 * @param startedAt when it has started
	 * @param draining whether it is about to stop
	 * @param tickers the tickers of the cluster that could tick in it
	 */
	record Description(String instance, String host, long pid, Instant startedAt, boolean draining,
			Set<String> tickers) {

		Description ofDraining() {
			return new Description(this.instance, this.host, this.pid, this.startedAt, true, this.tickers);
		}

		Description withTickers(Set<String> tickers) {
			return new Description(this.instance, this.host, this.pid, this.startedAt, this.draining, tickers);
		}

		Member member() {
			return new Member(this.draining, this.tickers);
		}

		byte[] json() {
			Map<String, @Nullable Object> values = new LinkedHashMap<>();
			values.put("instance", this.instance);
			values.put("host", this.host);
			values.put("pid", this.pid);
			values.put("startedAt", this.startedAt);
			values.put("draining", this.draining);
			values.put("tickers", this.tickers);
			return FlatJson.write(values);
		}

		static Description of(byte[] json) {
			Map<String, Object> values = FlatJson.read(json);
			Collection<?> tickers = (values.get("tickers") instanceof Collection<?> list) ? list : List.of();
			Set<String> names = new TreeSet<>();
			tickers.forEach((ticker) -> names.add(ticker.toString()));
			return new Description(String.valueOf(values.get("instance")), String.valueOf(values.get("host")),
					(values.get("pid") instanceof Number pid) ? pid.longValue() : 0,
					Instant.parse(String.valueOf(values.get("startedAt"))), values.containsKey("draining"), names);
		}

	}

}
