package io.appinfra.net.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.coordinator.Event;
import io.appinfra.net.cluster.coordinator.Member;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;

/**
 * A store as {@link io.appinfra.net.state.StateStore} promises it, behind a network.
 */
final class SimulatedStore {

	private final Simulation simulation;

	/**
	 * The ends of leases, in their order, since all leases are alike.
	 */
	private final Map<String, Long> leases = new LinkedHashMap<>();

	private final Map<String, Member> described = new HashMap<>();

	private final Map<String, SimulatedInstance> listeners = new HashMap<>();

	private final Set<SimulatedInstance> notified = new HashSet<>();

	private final SimulatedRecords records = new SimulatedRecords();

	private @Nullable Map<String, Member> members;

	private long version;

	private long commands;

	SimulatedStore(Simulation simulation) {
		this.simulation = simulation;
	}

	/**
	 * Send a request. What was lost on the way ends in a timeout, whether it was the
	 * request or the answer.
	 * @param <T> the type of the answer
	 * @param from who asks
	 * @param operation what the store does
	 * @param answer is called with the answer, or with nothing
	 */
	<T> void ask(SimulatedInstance from, Supplier<T> operation, Consumer<Optional<T>> answer) {
		boolean requestLost = isLost(from);
		long sent = this.simulation.now();
		this.simulation.after(latency(), () -> {
			if (requestLost) {
				timeOut(sent, answer);
				return;
			}
			this.commands++;
			T result = operation.get();
			if (isLost(from)) {
				timeOut(sent, answer);
			}
			else {
				this.simulation.after(latency(), () -> answer.accept(Optional.of(result)));
			}
		});
	}

	private <T> void timeOut(long sent, Consumer<Optional<T>> answer) {
		this.simulation.after(sent + Simulation.TIMEOUT - this.simulation.now(), () -> answer.accept(Optional.empty()));
	}

	private boolean isLost(SimulatedInstance from) {
		return from.isCutOff() || this.simulation.random.nextDouble() < this.simulation.loss;
	}

	private long latency() {
		double spread = -Math.log(1 - this.simulation.random.nextDouble());
		return (long) (0.05 * Simulation.MILLI + spread * 0.05 * Simulation.MILLI);
	}

	boolean admit(String id, Member member, SimulatedInstance instance) {
		extend(id);
		describe(id, member);
		this.listeners.put(id, instance);
		return true;
	}

	boolean describe(String id, Member member) {
		this.described.put(id, member);
		this.members = null;
		notifyListeners();
		return true;
	}

	/**
	 * One notification does for all changes before it arrives.
	 */
	private void notifyListeners() {
		this.listeners.values().stream().filter(this.notified::add).forEach((listener) -> {
			this.simulation.after(latency(), () -> {
				this.notified.remove(listener);
				listener.membersChanged();
			});
		});
	}

	boolean renew(String id) {
		if (!lives(id)) {
			return false;
		}
		extend(id);
		return true;
	}

	private void extend(String id) {
		this.leases.remove(id);
		this.leases.put(id, this.simulation.now() + Simulation.LEASE);
	}

	boolean release(String id) {
		this.leases.remove(id);
		this.described.remove(id);
		this.members = null;
		this.listeners.remove(id);
		notifyListeners();
		return true;
	}

	private boolean lives(String id) {
		return this.leases.getOrDefault(id, 0L) > this.simulation.now();
	}

	/**
	 * Return who lives, and the least time that is left to one of them.
	 * @return the living
	 */
	Living living() {
		while (!this.leases.isEmpty() && !lives(this.leases.keySet().iterator().next())) {
			this.leases.remove(this.leases.keySet().iterator().next());
			this.members = null;
		}
		Map<String, Member> members = this.members;
		if (members == null) {
			members = new HashMap<>(this.described);
			members.keySet().retainAll(this.leases.keySet());
			this.members = members;
		}
		long least = this.leases.isEmpty() ? Simulation.LEASE
				: this.leases.values().iterator().next() - this.simulation.now();
		return new Living(members, least);
	}

	Event.Records all() {
		return this.records.snapshot();
	}

	Optional<Versioned> get(String ticker) {
		return Optional.ofNullable(this.records.get(ticker));
	}

	/**
	 * Replace a record.
	 * @return the new version, 0 if it is another one than expected
	 */
	long compareAndSet(String ticker, long expected, TickerRecord record) {
		Versioned current = this.records.get(ticker);
		if (((current != null) ? current.version() : 0) != expected) {
			return 0;
		}
		this.version = Math.max(this.version + 1, this.simulation.micros());
		this.records.put(ticker, new Versioned(record, this.version));
		return this.version;
	}

	void notify(String owner, String ticker) {
		SimulatedInstance listener = this.listeners.get(owner);
		if (listener != null) {
			this.simulation.after(latency(), () -> listener.notified(ticker));
		}
	}

	long commands() {
		return this.commands;
	}

	TickerRecord record(String ticker) {
		return this.records.get(ticker).record();
	}

	record Living(Map<String, Member> members, long least) {

	}

}
