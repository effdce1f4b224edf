package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.DetachedThreads;
import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.cluster.Coordinator.Phase;
import io.appinfra.net.cluster.Membership.Description;
import io.appinfra.net.cluster.TickerRecord.Versioned;
import io.appinfra.net.cluster.TickerRecords.Signal;
import io.appinfra.net.state.Lease;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Lets a {@link Coordinator} see the store and carries out what it decides, in one thread
 * and one thing after the other. Safe for use by many threads.
 */
final class ClusterDriver {

	private static final Log logger = LogFactory.getLog(ClusterDriver.class);

	private static final Duration PERIOD = Duration.ofMillis(200);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final ScheduledThreadPoolExecutor thread;

	private final StateSession session;

	private final Membership membership;

	private final TickerRecords records;

	private final TickerRuns runs;

	private final Coordinator coordinator;

	private final Takeovers takeovers;

	private final Map<String, Versioned> known = new ConcurrentHashMap<>();

	private final Set<String> running = ConcurrentHashMap.newKeySet();

	private final TickWaits waits = new TickWaits();

	private final List<SharedMap.Registration> registrations = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private final Map<String, TickerDefinition> definitions = new HashMap<>();

	private Description description;

	private volatile @Nullable String me;

	private volatile long readAt = System.nanoTime() - SECOND;

	private long lookAt;

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
		this.thread = new ScheduledThreadPoolExecutor(1, new DetachedThreads("appinfra-cluster-"),
				new ScheduledThreadPoolExecutor.DiscardPolicy());
		this.session = session;
		this.description = description;
		tickers.forEach((ticker) -> this.definitions.put(ticker.name(), ticker));
		this.runs = runs;
		this.takeovers = takeovers;
		this.membership = new Membership(session.store());
		this.records = new TickerRecords(session.store());
		this.coordinator = new Coordinator(description.tickers(), balance, lease());
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
		this.lookAt = System.nanoTime();
		this.thread.scheduleWithFixedDelay(() -> guarded(this::round), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Hand all tickers over.
	 * @return is completed when that is done
	 */
	CompletableFuture<Void> drain() {
		this.thread.execute(() -> guarded(() -> {
			this.draining = true;
			this.description = this.description.ofDraining();
			on(new Event.Drain());
			String owner = this.me;
			if (owner != null) {
				this.membership.describe(owner, this.description);
			}
			noteIfDrained();
		}));
		return this.drained;
	}

	void close() {
		this.waits.end();
		this.registrations.forEach(SharedMap.Registration::close);
		this.thread.shutdownNow();
		String owner = this.me;
		if (owner != null) {
			guarded(() -> this.membership.leave(owner));
		}
	}

	/**
	 * Return whether a ticker ticks in this instance.
	 * @param ticker the name of the ticker
	 * @return whether it ticks here
	 */
	boolean runs(String ticker) {
		return this.running.contains(ticker);
	}

	/**
	 * Return what was seen last of a ticker. Where that is old, it is read anew for the
	 * next time.
	 * @param ticker the name of the ticker
	 * @return the record, {@code null} if there is none
	 */
	@Nullable TickerRecord record(String ticker) {
		refresh();
		Versioned record = this.known.get(ticker);
		return (record != null) ? record.record() : null;
	}

	/**
	 * Return the owners of all tickers as they were seen last.
	 * @return the names of the owners' lives by ticker
	 */
	Map<String, String> owners() {
		refresh();
		Map<String, String> owners = new ConcurrentHashMap<>();
		this.known.forEach((ticker, record) -> {
			String owner = record.record().owner();
			if (owner != null) {
				owners.put(ticker, owner);
			}
		});
		return owners;
	}

	private void refresh() {
		long now = System.nanoTime();
		if (now - this.readAt >= SECOND) {
			this.readAt = now;
			this.thread.execute(() -> guarded(() -> execute(new Command.ReadAll())));
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
		if (!String.valueOf(signal.get("owner")).equals(this.me)) {
			return;
		}
		boolean handOver = Signal.HAND_OVER.name().equals(signal.get("signal"));
		this.thread.execute(() -> guarded(() -> {
			if (handOver) {
				on(new Event.HandOver(ticker, null));
			}
			else {
				execute(new Command.ReadOne(ticker));
				apply(ticker);
			}
		}));
	}

	/**
	 * Let a ticker that ticks here know what was set for it.
	 */
	private void apply(String ticker) {
		Versioned record = this.known.get(ticker);
		if (record != null && this.coordinator.phase(ticker) == Phase.RUNNING) {
			RecordStatus.apply(this.definitions.get(ticker), record.record(), this.runs.control(ticker));
		}
	}

	/**
	 * Listen to the others, as soon as the store answers.
	 */
	private void listen() {
		if (this.registrations.isEmpty()) {
			this.registrations
				.add(this.session.store().onChange(Membership.INSTANCES, (owner, value) -> this.thread.execute(() -> {
					this.membership.changed();
					this.lookAt = System.nanoTime();
				})));
		}
		if (this.registrations.size() == 1) {
			this.registrations.add(this.session.store().onChange(TickerRecords.SIGNALS, this::signalled));
		}
	}

	private void round() {
		listen();
		noteWhatIsReady();
		joinIfAdmitted();
		long now = System.nanoTime();
		if (now - this.lookAt >= 0) {
			this.lookAt = now + lease().dividedBy(4).toNanos();
			Map<String, Member> members = this.membership.look();
			this.lookAt = System.nanoTime() + this.membership.untilNextLook(lease()).toNanos();
			on(new Event.Members(members));
		}
		on(new Event.Elapsed());
		for (String ticker : this.waits.tickers()) {
			Versioned record = this.records.get(ticker);
			note(ticker, record);
			this.waits.look(ticker, record);
		}
		noteIfDrained();
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
		String owner = this.me;
		if (owner != null) {
			this.membership.describe(owner, changed);
			this.lookAt = System.nanoTime();
		}
		this.description = changed;
	}

	private void joinIfAdmitted() {
		Lease lease = this.session.lease();
		String owner = this.session.owner();
		if (owner.equals(this.me) || !lease.isLive()) {
			return;
		}
		this.membership.describe(owner, this.description);
		lease.onEnd(() -> lost(owner));
		this.me = owner;
		this.lookAt = System.nanoTime();
		on(new Event.Joined(owner));
	}

	/**
	 * End all that ticks at once: the thread may wait for the store meanwhile.
	 */
	private void lost(String owner) {
		this.running.forEach(this.runs::abandon);
		this.thread.execute(() -> guarded(() -> {
			if (owner.equals(this.me)) {
				this.me = null;
				on(new Event.LeaseLost());
			}
		}));
	}

	private void on(Event event) {
		this.coordinator.on(event, System.nanoTime()).forEach(this::execute);
	}

	private void execute(Command command) {
		if (command instanceof Command.ReadAll) {
			readAll();
		}
		else if (command instanceof Command.ReadOne read) {
			ask(read.ticker(), () -> {
				Versioned record = this.records.get(read.ticker());
				note(read.ticker(), record);
				return new Event.Read(read.ticker(), record);
			});
		}
		else if (command instanceof Command.Take take) {
			ask(take.ticker(), () -> take(take));
		}
		else if (command instanceof Command.Release release) {
			ask(release.ticker(), () -> release(release));
		}
		else if (command instanceof Command.Start start) {
			start(start.ticker());
		}
		else if (command instanceof Command.Stop stop) {
			this.runs.stop(stop.ticker()).whenComplete((result, failure) -> ended(stop.ticker()));
		}
		else if (command instanceof Command.Abandon abandon) {
			this.takeovers.lost(abandon.ticker());
			this.runs.abandon(abandon.ticker()).whenComplete((result, failure) -> ended(abandon.ticker()));
		}
	}

	private void readAll() {
		try {
			Map<String, Versioned> all = this.records.all();
			this.readAt = System.nanoTime();
			this.known.putAll(all);
			on(new Event.Records(all));
		}
		catch (StateUnavailableException ex) {
			logger.debug("The records of tickers could not be read", ex);
		}
	}

	/**
	 * Ask the store about a ticker, and go on with what it answers.
	 */
	private void ask(String ticker, Supplier<Event> question) {
		Event answer;
		try {
			answer = question.get();
		}
		catch (StateUnavailableException ex) {
			logger.debug("The record of ticker '%s' was neither read nor written for certain".formatted(ticker), ex);
			answer = new Event.Unanswered(ticker);
		}
		on(answer);
	}

	private Event take(Command.Take take) {
		String owner = String.valueOf(this.me);
		Versioned expected = take.expected();
		long micros = Math.max(expected.version(), System.currentTimeMillis() * 1000);
		Versioned taken = this.records.replace(take.ticker(), expected.version(),
				expected.record().takenBy(owner, micros));
		if (taken == null) {
			return new Event.Refused(take.ticker());
		}
		note(take.ticker(), taken);
		LostTicks.log(take.ticker(), taken.record(), this.membership.instance(expected.record().owner()));
		if (expected.record().begun()) {
			this.takeovers.tickLost(take.ticker());
		}
		this.takeovers.taken(take.ticker(),
				Takeovers.Reason.of(expected.record().owner(), owner, expected.record().number()));
		return new Event.Written(take.ticker(), taken);
	}

	private Event release(Command.Release release) {
		String owner = String.valueOf(this.me);
		Versioned current = this.records.get(release.ticker());
		while (current != null && owner.equals(current.record().owner())) {
			Versioned released = this.records.replace(release.ticker(), current.version(),
					current.record().handedTo(release.heir(), current.version()));
			if (released != null) {
				note(release.ticker(), released);
				this.records.signal(release.ticker(), released, Signal.LOOK);
				return new Event.Written(release.ticker(), released);
			}
			current = this.records.get(release.ticker());
		}
		return new Event.Refused(release.ticker());
	}

	private void note(String ticker, @Nullable Versioned record) {
		if (record != null) {
			this.known.put(ticker, record);
		}
	}

	private void start(String ticker) {
		this.running.add(ticker);
		try {
			this.runs.start(ticker, String.valueOf(this.me));
		}
		catch (IllegalStateException | StateUnavailableException ex) {
			logger.debug("Ticker '%s' did not start here".formatted(ticker), ex);
			ended(ticker);
		}
	}

	private void ended(String ticker) {
		this.thread.execute(() -> guarded(() -> {
			this.running.remove(ticker);
			on(new Event.Ended(ticker));
			noteIfDrained();
		}));
	}

	private void noteIfDrained() {
		if (this.draining && this.coordinator.isIdle()) {
			this.drained.complete(null);
		}
	}

	/**
	 * Nothing that goes wrong ends the thread.
	 */
	private void guarded(Runnable action) {
		try {
			action.run();
		}
		catch (ServerShutdownException ex) {
			this.drained.complete(null);
		}
		catch (StateUnavailableException ex) {
			logger.debug("The store of the cluster did not answer", ex);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The cluster could not go on with what it was about, and tries again", ex);
		}
	}

}
