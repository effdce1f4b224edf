package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;

/**
 * Decides which tickers this instance owns: from events follow commands. It has no clock
 * and no thread, and knows no store.
 * <p>
 * All instances plan alike from what they read ({@link Plan}), and each carries out its
 * own part. That two of them may see different things at a time does no harm: an owner is
 * who has replaced the record, and only one can replace a version. Not safe for use by
 * several threads at once.
 */
final class Coordinator {

	private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

	private final Set<String> tickers;

	private final boolean balance;

	private final long refresh;

	private final Map<String, Phase> phases = new TreeMap<>();

	private final Map<String, @Nullable String> heirs = new HashMap<>();

	private final Map<String, Awaited> awaited = new HashMap<>();

	private final Map<String, Long> excluded = new HashMap<>();

	private final Sight sight = new Sight();

	private List<Command> commands = new ArrayList<>();

	private boolean draining;

	private boolean planned = true;

	private long readAt;

	private boolean reading;

	/**
	 * Create a coordinator.
	 * @param tickers the tickers of the cluster that the application has
	 * @param balance whether tickers move so that all instances own as many
	 * @param refresh how long what was read is new enough
	 */
	Coordinator(Set<String> tickers, boolean balance, Duration refresh) {
		this.tickers = new TreeSet<>(tickers);
		this.balance = balance;
		this.refresh = refresh.toNanos();
		this.tickers.forEach((ticker) -> this.phases.put(ticker, Phase.STANDBY));
	}

	/**
	 * Learn of an event.
	 * @param event the event
	 * @param now the present time of a monotonic clock in nanoseconds
	 * @return what is to be done, in this order
	 */
	List<Command> on(Event event, long now) {
		if (event instanceof Event.Joined joined) {
			this.sight.joined(joined.id());
		}
		else if (event instanceof Event.LeaseLost) {
			leaseLost();
		}
		else if (event instanceof Event.Members read) {
			members(read.members(), now);
		}
		else if (event instanceof Event.Records read) {
			records(read.records(), now);
		}
		else if (event instanceof Event.Read read) {
			read(read.ticker(), read.record());
		}
		else if (event instanceof Event.Written written) {
			written(written.ticker(), written.record());
		}
		else if (event instanceof Event.Refused refused) {
			refused(refused.ticker());
		}
		else if (event instanceof Event.Unanswered unanswered) {
			unanswered(unanswered.ticker());
		}
		else if (event instanceof Event.Ended ended) {
			ended(ended.ticker());
		}
		else if (event instanceof Event.HandOver handOver) {
			handOver(handOver.ticker(), handOver.heir());
		}
		else if (event instanceof Event.Drain) {
			drain();
		}
		else {
			elapsed(now);
		}
		List<Command> commands = this.commands;
		this.commands = new ArrayList<>();
		return commands;
	}

	/**
	 * Return what this instance does with a ticker.
	 * @param ticker the name of the ticker
	 * @return the phase
	 */
	Phase phase(String ticker) {
		return this.phases.getOrDefault(ticker, Phase.STANDBY);
	}

	/**
	 * Return whether all tickers have ended and were handed over.
	 * @return whether nothing is left to do before the end
	 */
	boolean isIdle() {
		return this.phases.values().stream().allMatch(Phase.STANDBY::equals);
	}

	private void leaseLost() {
		this.sight.joined(null);
		this.phases.forEach((ticker, phase) -> {
			if (phase.ticks()) {
				abandon(ticker);
			}
			else if (phase == Phase.RELEASING) {
				this.phases.put(ticker, Phase.STANDBY);
			}
		});
	}

	private void members(Map<String, Member> members, long now) {
		if (this.sight.members(members)) {
			this.excluded.clear();
			readAll(now);
		}
	}

	private void records(Map<String, Versioned> records, long now) {
		this.reading = false;
		this.readAt = now;
		this.sight.records(records);
		this.phases.forEach((ticker, phase) -> abandonIfTaken(ticker));
		plan(now);
	}

	private void read(String ticker, @Nullable Versioned record) {
		this.sight.record(ticker, record);
		abandonIfTaken(ticker);
		this.planned = false;
		if (phase(ticker) == Phase.STANDBY && this.sight.isMine(ticker) && !this.draining) {
			take(ticker);
		}
		else if (phase(ticker) == Phase.RELEASING) {
			release(ticker);
		}
	}

	private void written(String ticker, Versioned record) {
		this.sight.record(ticker, record);
		if (phase(ticker) == Phase.TAKING) {
			if (!this.sight.isMine(ticker)) {
				this.phases.put(ticker, Phase.STANDBY);
			}
			else if (this.draining) {
				release(ticker);
			}
			else {
				this.phases.put(ticker, Phase.RUNNING);
				this.commands.add(new Command.Start(ticker));
			}
		}
		else if (phase(ticker) == Phase.RELEASING) {
			this.phases.put(ticker, Phase.STANDBY);
		}
	}

	private void refused(String ticker) {
		if (phase(ticker) == Phase.TAKING || phase(ticker) == Phase.RELEASING) {
			this.phases.put(ticker, Phase.STANDBY);
			this.commands.add(new Command.ReadOne(ticker));
		}
	}

	/**
	 * A record that may have been written is read before anything is done with it.
	 */
	private void unanswered(String ticker) {
		this.planned = false;
		if (phase(ticker) == Phase.TAKING) {
			this.phases.put(ticker, Phase.STANDBY);
		}
	}

	private void ended(String ticker) {
		if (phase(ticker) == Phase.STOPPING) {
			release(ticker);
		}
		else if (phase(ticker) == Phase.ABANDONED || phase(ticker) == Phase.RUNNING) {
			this.phases.put(ticker, Phase.STANDBY);
			this.planned = false;
		}
	}

	private void handOver(String ticker, @Nullable String heir) {
		String next = (heir != null) ? heir : otherHeir(ticker);
		if (phase(ticker) == Phase.RUNNING && next != null) {
			stop(ticker, next);
		}
	}

	/**
	 * Return who else is to have a ticker. An operator's wish counts although all others
	 * have been late with what was theirs.
	 */
	private @Nullable String otherHeir(String ticker) {
		String heir = otherHeirs(Set.of(ticker)).get(ticker);
		return (heir != null) ? heir : this.sight.planOfOthers(Set.of()).heirs(Set.of(ticker)).get(ticker);
	}

	private void drain() {
		this.draining = true;
		Set<String> mine = new TreeSet<>(this.tickers);
		mine.removeIf((ticker) -> phase(ticker) != Phase.RUNNING);
		Map<String, String> others = otherHeirs(mine);
		mine.forEach((ticker) -> stop(ticker, others.get(ticker)));
	}

	private void elapsed(long now) {
		boolean waits = !this.awaited.isEmpty() || !this.planned;
		if (this.sight.me() != null && now - this.readAt >= (waits ? Math.min(PATIENCE, this.refresh) : this.refresh)) {
			readAll(now);
		}
		this.phases.forEach((ticker, phase) -> {
			if (phase == Phase.RELEASING) {
				release(ticker);
			}
		});
	}

	private void readAll(long now) {
		if (!this.reading || now - this.readAt >= this.refresh) {
			this.reading = true;
			this.readAt = now;
			this.commands.add(new Command.ReadAll());
		}
	}

	/**
	 * Take what nobody owns and the plan gives to this instance, or else give away what
	 * others should have.
	 */
	private void plan(long now) {
		this.planned = true;
		Member own = this.sight.own();
		if (own == null || this.draining) {
			return;
		}
		Map<String, @Nullable String> owners = this.sight.owners();
		List<String> orphans = owners.keySet().stream().filter((ticker) -> owners.get(ticker) == null).toList();
		excludeThoseWhoDoNotCome(orphans, now);
		if (!orphans.isEmpty()) {
			this.sight.plan(owners, this.excluded.keySet())
				.heirs(orphans)
				.forEach((ticker, heir) -> takeOrAwait(ticker, heir, now));
		}
		else if (this.balance) {
			giveAway(this.sight.plan(owners, this.excluded.keySet()).moves(Sight.byOwner(owners)));
		}
		giveAway(otherHeirs(whatCannotTickHere(own)));
		this.tickers.forEach((ticker) -> {
			if (phase(ticker) == Phase.STANDBY && this.sight.isMine(ticker)) {
				take(ticker);
			}
		});
	}

	private Set<String> whatCannotTickHere(Member own) {
		Set<String> tickers = new TreeSet<>(this.tickers);
		tickers.removeIf((ticker) -> own.tickers().contains(ticker) || phase(ticker) != Phase.RUNNING);
		return tickers;
	}

	private void giveAway(Map<String, String> heirs) {
		heirs.forEach((ticker, heir) -> {
			if (phase(ticker) == Phase.RUNNING) {
				stop(ticker, heir);
			}
		});
	}

	private void takeOrAwait(String ticker, String heir, long now) {
		if (!heir.equals(this.sight.me())) {
			this.awaited.putIfAbsent(ticker, new Awaited(heir, now));
		}
		else if (phase(ticker) == Phase.STANDBY) {
			take(ticker);
		}
	}

	/**
	 * An instance that lives, but does not take what is its own by the plan, is frozen or
	 * sees something else: after a while others take it.
	 */
	private void excludeThoseWhoDoNotCome(List<String> orphans, long now) {
		this.excluded.values().removeIf((since) -> now - since >= this.refresh);
		this.awaited.keySet().retainAll(orphans);
		this.awaited.values().removeIf((awaited) -> {
			boolean late = now - awaited.since() >= PATIENCE;
			if (late) {
				this.excluded.put(awaited.heir(), now);
			}
			return late;
		});
	}

	private Map<String, String> otherHeirs(Set<String> own) {
		return this.sight.planOfOthers(this.excluded.keySet()).heirs(own);
	}

	private void take(String ticker) {
		this.phases.put(ticker, Phase.TAKING);
		this.commands.add(new Command.Take(ticker, this.sight.record(ticker)));
	}

	private void stop(String ticker, @Nullable String heir) {
		this.phases.put(ticker, Phase.STOPPING);
		this.heirs.put(ticker, heir);
		this.commands.add(new Command.Stop(ticker));
	}

	private void release(String ticker) {
		this.phases.put(ticker, Phase.RELEASING);
		this.commands.add(new Command.Release(ticker, this.heirs.get(ticker)));
	}

	private void abandonIfTaken(String ticker) {
		if (this.sight.isTaken(ticker) && phase(ticker).ticks()) {
			abandon(ticker);
		}
	}

	private void abandon(String ticker) {
		this.phases.put(ticker, Phase.ABANDONED);
		this.commands.add(new Command.Abandon(ticker));
	}

	/**
	 * What this instance does with a ticker.
	 */
	enum Phase {

		/**
		 * Leaves it to others.
		 */
		STANDBY,

		/**
		 * Has asked to own it.
		 */
		TAKING,

		/**
		 * Owns it and ticks.
		 */
		RUNNING,

		/**
		 * Lets the tick that runs end, to hand the ticker over.
		 */
		STOPPING,

		/**
		 * Hands it over.
		 */
		RELEASING,

		/**
		 * Owns it no more, and has not ended it yet.
		 */
		ABANDONED;

		private boolean ticks() {
			return this == RUNNING || this == STOPPING;
		}

	}

	private record Awaited(String heir, long since) {

	}

}
