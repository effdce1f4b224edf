package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.Membership.Description;
import io.appinfra.net.cluster.coordinator.Coordinator;
import io.appinfra.net.cluster.coordinator.Event;
import io.appinfra.net.cluster.record.FlatJson;
import io.appinfra.net.cluster.record.RecordStatus;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.cluster.record.TickerRecords.Signal;
import io.appinfra.net.state.Lease;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Looks at the store from time to time and when it reports a change, and lets
 * {@link ClusterCommands} know what is to be seen there. Safe for use by many threads.
 */
final class ClusterDriver {

	private static final Duration PERIOD = Duration.ofMillis(200);

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private final ClusterThread thread = new ClusterThread(() -> this.drained.complete(null));

	private final StateSession session;

	private final Membership membership;

	private final TickerRecords records;

	private final SeenRecords seen;

	private final TickerRuns runs;

	private final Coordinator coordinator;

	private final ClusterCommands commands;

	private final TickWaits waits = new TickWaits();

	private final List<SharedMap.Registration> registrations = new CopyOnWriteArrayList<>();

	private final Map<String, TickerDefinition> definitions = new HashMap<>();

	private Description description;

	private boolean draining;

	/**
	 * Create a driver.
	 * @param session this instance at the store
	 * @param description what it says of itself
	 * @param tickers the tickers of the cluster that it has
	 * @param runs where they tick
	 * @param balance whether tickers are spread evenly
	 * @param takeovers counts what is taken over
	 */
	ClusterDriver(StateSession session, Description description, Collection<TickerDefinition> tickers, TickerRuns runs,
			boolean balance, Takeovers takeovers) {
		this.session = session;
		this.description = description;
		tickers.forEach((ticker) -> this.definitions.put(ticker.name(), ticker));
		this.runs = runs;
		this.membership = new Membership(session.store());
		this.records = new TickerRecords(session.store());
		this.seen = new SeenRecords(this.records);
		this.coordinator = new Coordinator(description.tickers(), balance, lease());
		this.commands = new ClusterCommands(this.coordinator, this.records, this.seen, this.membership, runs, takeovers,
				this.thread, this::noteIfDrained);
	}

	private Duration lease() {
		return this.session.store().lease();
	}

	Membership membership() {
		return this.membership;
	}

	TickerRecords records() {
		return this.records;
	}

	void start() {
		this.thread.repeat(this::round, PERIOD);
	}

	/**
	 * Hand all tickers over.
	 * @return is completed when that is done
	 */
	CompletableFuture<Void> drain() {
		this.thread.execute(() -> {
			this.draining = true;
			this.description = this.description.ofDraining();
			this.commands.on(new Event.Drain());
			describe(this.description);
			noteIfDrained();
		});
		return this.drained;
	}

	void close() {
		this.waits.end();
		this.registrations.forEach(SharedMap.Registration::close);
		this.thread.close(() -> {
			String owner = this.commands.me();
			if (owner != null) {
				this.membership.leave(owner);
			}
		});
	}

	/**
	 * Return whether a ticker ticks in this instance.
	 * @param ticker the name of the ticker
	 * @return whether it ticks here
	 */
	boolean runs(String ticker) {
		return this.commands.runs(ticker);
	}

	/**
	 * Return what was seen last of a ticker. Where that is old, it is read anew for the
	 * next time.
	 * @param ticker the name of the ticker
	 * @return the record, {@code null} if there is none
	 */
	@Nullable TickerRecord record(String ticker) {
		refresh();
		Versioned record = this.seen.get(ticker);
		return (record != null) ? record.record() : null;
	}

	/**
	 * Return the owners of all tickers as they were seen last.
	 * @return the names of the owners' lives by ticker
	 */
	Map<String, String> owners() {
		refresh();
		return this.seen.owners();
	}

	private void refresh() {
		if (this.seen.becomeOld()) {
			this.thread.execute(this.commands::readAll);
		}
	}

	/**
	 * Let another instance go on with a ticker.
	 * @param ticker the name of the ticker
	 */
	void handOver(String ticker) {
		Versioned record = this.records.get(ticker);
		if (record != null) {
			this.records.signal(ticker, record, Signal.HAND_OVER);
		}
	}

	/**
	 * Wait for the tick after one, wherever it runs.
	 * @param ticker the name of the ticker
	 * @param number the number of the tick before
	 * @return the tick, when it has ended
	 */
	CompletableFuture<TickRecord> awaitTickAfter(String ticker, long number) {
		return this.waits.begin(ticker, number);
	}

	private void signalled(String ticker, @Nullable StoredValue value) {
		if (value == null) {
			return;
		}
		Map<String, Object> signal = FlatJson.read(value.json());
		if (!String.valueOf(signal.get("owner")).equals(this.commands.me())) {
			return;
		}
		boolean handOver = Signal.HAND_OVER.name().equals(signal.get("signal"));
		this.thread.execute(() -> {
			if (handOver) {
				this.commands.on(new Event.HandOver(ticker, null));
			}
			else {
				apply(ticker, this.commands.readRunning(ticker));
			}
		});
	}

	/**
	 * Let a ticker that ticks here know what was set for it.
	 */
	private void apply(String ticker, @Nullable Versioned record) {
		if (record != null) {
			RecordStatus.apply(this.definitions.get(ticker), record.record(), this.runs.control(ticker));
		}
	}

	private void round() {
		listen();
		noteWhatIsReady();
		joinIfAdmitted();
		if (this.membership.isLookDue()) {
			this.commands.look();
		}
		this.commands.on(new Event.Elapsed());
		for (String ticker : this.waits.tickers()) {
			this.waits.look(ticker, this.seen.read(ticker));
		}
		noteIfDrained();
	}

	/**
	 * Listen to the others, as soon as the store answers.
	 */
	private void listen() {
		if (this.registrations.isEmpty()) {
			this.registrations.add(this.session.store()
				.onChange(Membership.INSTANCES, (owner, value) -> this.thread.execute(this.membership::changed)));
		}
		if (this.registrations.size() == 1) {
			this.registrations.add(this.session.store().onChange(TickerRecords.SIGNALS, this::signalled));
		}
	}

	/**
	 * The others see which tickers could tick here.
	 */
	private void noteWhatIsReady() {
		Set<String> ready = new TreeSet<>(this.definitions.keySet());
		ready.removeIf((ticker) -> !this.runs.isReady(ticker));
		if (this.draining || ready.equals(this.description.tickers())) {
			return;
		}
		Description changed = this.description.withTickers(ready);
		describe(changed);
		this.description = changed;
	}

	private void describe(Description description) {
		String owner = this.commands.me();
		if (owner != null) {
			this.membership.describe(owner, description);
		}
	}

	private void joinIfAdmitted() {
		Lease lease = this.session.lease();
		String owner = this.session.owner();
		if (owner.equals(this.commands.me()) || !lease.isLive()) {
			return;
		}
		this.membership.describe(owner, this.description);
		lease.onEnd(() -> this.commands.lose(owner));
		this.commands.join(owner);
	}

	private void noteIfDrained() {
		if (this.draining && this.coordinator.isIdle()) {
			this.drained.complete(null);
		}
	}

}
