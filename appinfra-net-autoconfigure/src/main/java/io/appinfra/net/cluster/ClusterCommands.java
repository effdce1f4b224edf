package io.appinfra.net.cluster;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.cluster.coordinator.Command;
import io.appinfra.net.cluster.coordinator.Coordinator;
import io.appinfra.net.cluster.coordinator.Event;
import io.appinfra.net.cluster.coordinator.Owners;
import io.appinfra.net.cluster.record.LostTicks;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.cluster.record.TickerRecords.Signal;

/**
 * Lets a {@link Coordinator} know what happens, and carries out what it decides. Used by
 * the thread of the cluster; what it says of this instance can be read by all.
 */
final class ClusterCommands implements Command.Actions {

	private static final Log logger = LogFactory.getLog(ClusterCommands.class);

	private final Coordinator coordinator;

	private final TickerRecords records;

	private final SeenRecords seen;

	private final Membership membership;

	private final TickerRuns runs;

	private final Takeovers takeovers;

	private final Executor thread;

	private final Runnable whenEnded;

	private final Set<String> running = ConcurrentHashMap.newKeySet();

	private volatile @Nullable String me;

	/**
	 * Create commands.
	 * @param coordinator decides
	 * @param records the records of the tickers
	 * @param seen learns of each record that was read or written
	 * @param membership who there is
	 * @param runs where tickers tick
	 * @param takeovers counts what is taken over
	 * @param thread the thread of the cluster
	 * @param whenEnded called in that thread after a ticker has ended here
	 */
	ClusterCommands(Coordinator coordinator, TickerRecords records, SeenRecords seen, Membership membership,
			TickerRuns runs, Takeovers takeovers, Executor thread, Runnable whenEnded) {
		this.coordinator = coordinator;
		this.records = records;
		this.seen = seen;
		this.membership = membership;
		this.runs = runs;
		this.takeovers = takeovers;
		this.thread = thread;
		this.whenEnded = whenEnded;
	}

	/**
	 * Return the name of the life of this instance.
	 * @return the name, {@code null} without a lease
	 */
	@Nullable String me() {
		return this.me;
	}

	/**
	 * Return whether a ticker ticks in this instance.
	 * @param ticker the name of the ticker
	 * @return whether it ticks here
	 */
	boolean runs(String ticker) {
		return this.running.contains(ticker);
	}

	void join(String owner) {
		this.me = owner;
		on(new Event.Joined(owner));
	}

	/**
	 * End all that ticks at once, since the lease is over. The thread of the cluster,
	 * which may wait for the store, follows later.
	 * @param owner the name of the life whose lease it was
	 */
	void lose(String owner) {
		this.running.forEach(this.runs::abandon);
		this.thread.execute(() -> {
			if (owner.equals(this.me)) {
				this.me = null;
				on(new Event.LeaseLost());
			}
		});
	}

	void on(Event event) {
		this.coordinator.on(event, System.nanoTime()).forEach((command) -> command.execute(this));
	}

	/**
	 * Read the record of a ticker.
	 * @param ticker the name of the ticker
	 * @return the record if the ticker ticks here
	 */
	@Nullable Versioned readRunning(String ticker) {
		readOne(ticker);
		return (this.coordinator.isRunning(ticker)) ? this.seen.get(ticker) : null;
	}

	@Override
	public void readAll() {
		try {
			Map<String, Versioned> all = this.seen.readAll();
			on(new Event.Records(all, Owners.of(all)));
		}
		catch (StateUnavailableException ex) {
			logger.debug("The records of tickers could not be read", ex);
		}
	}

	@Override
	public void look() {
		try {
			on(new Event.Members(this.membership.look()));
		}
		catch (StateUnavailableException ex) {
			logger.debug("Who lives could not be read", ex);
		}
	}

	@Override
	public void readOne(String ticker) {
		ask(ticker, () -> new Event.Read(ticker, this.seen.read(ticker)));
	}

	@Override
	public void take(Command.Take take) {
		ask(take.ticker(), () -> taken(take));
	}

	@Override
	public void release(Command.Release release) {
		ask(release.ticker(), () -> released(release));
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

	private Event taken(Command.Take take) {
		String owner = String.valueOf(this.me);
		Versioned expected = take.expected();
		long micros = Math.max(expected.version(), System.currentTimeMillis() * 1000);
		Versioned taken = this.records.replace(take.ticker(), expected.version(),
				expected.record().takenBy(owner, micros));
		if (taken == null) {
			return new Event.Refused(take.ticker());
		}
		this.seen.note(take.ticker(), taken);
		LostTicks.log(take.ticker(), taken.record(), this.membership.instance(expected.record().owner()));
		if (expected.record().begun()) {
			this.takeovers.tickLost(take.ticker());
		}
		this.takeovers.taken(take.ticker(),
				Takeovers.Reason.of(expected.record().owner(), owner, expected.record().number()));
		return new Event.Written(take.ticker(), taken);
	}

	private Event released(Command.Release release) {
		String owner = String.valueOf(this.me);
		Versioned current = this.records.get(release.ticker());
		while (current != null && owner.equals(current.record().owner())) {
			Versioned released = this.records.replace(release.ticker(), current.version(),
					current.record().handedTo(release.heir(), current.version()));
			if (released != null) {
				this.seen.note(release.ticker(), released);
				this.records.signal(release.ticker(), released, Signal.LOOK);
				return new Event.Written(release.ticker(), released);
			}
			current = this.records.get(release.ticker());
		}
		return new Event.Refused(release.ticker());
	}

	@Override
	public void start(String ticker) {
		this.running.add(ticker);
		try {
			this.runs.start(ticker, String.valueOf(this.me));
		}
		catch (IllegalStateException | StateUnavailableException ex) {
			logger.debug("Ticker '%s' did not start here".formatted(ticker), ex);
			ended(ticker);
		}
	}

	@Override
	public void stop(String ticker) {
		this.runs.stop(ticker).whenComplete((result, failure) -> ended(ticker));
	}

	@Override
	public void abandon(String ticker) {
		this.takeovers.lost(ticker);
		this.runs.abandon(ticker).whenComplete((result, failure) -> ended(ticker));
	}

	private void ended(String ticker) {
		this.thread.execute(() -> {
			this.running.remove(ticker);
			on(new Event.Ended(ticker));
			this.whenEnded.run();
		});
	}

}
