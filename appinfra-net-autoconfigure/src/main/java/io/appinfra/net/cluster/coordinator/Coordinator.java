package io.appinfra.net.cluster.coordinator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.coordinator.OwnTickers.Phase;
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
public final class Coordinator {

	private final Set<String> tickers;

	private final boolean balance;

	private final long refresh;

	private final Sight sight = new Sight();

	private final OwnTickers own = new OwnTickers(this.sight);

	private final LateHeirs lateHeirs;

	private boolean planned = true;

	/**
	 * Whether the newest plan left nothing to do, and would again.
	 */
	private boolean settled;

	private long readAt;

	private boolean reading;

	/**
	 * Create a coordinator.
	 * @param tickers the tickers of the cluster that the application has, sorted
	 * @param balance whether tickers move so that all instances own as many
	 * @param refresh how long what was read is new enough
	 */
	public Coordinator(Set<String> tickers, boolean balance, Duration refresh) {
		this.tickers = tickers;
		this.balance = balance;
		this.refresh = refresh.toNanos();
		this.lateHeirs = new LateHeirs(this.refresh);
	}

	/**
	 * Learn of an event.
	 * @param event the event
	 * @param now the present time of a monotonic clock in nanoseconds
	 * @return what is to be done, in this order
	 */
	public List<Command> on(Event event, long now) {
		if (event instanceof Event.Joined joined) {
			this.settled = false;
			this.sight.joined(joined.id());
		}
		else if (event instanceof Event.LeaseLost) {
			this.sight.joined(null);
			this.own.leaseLost();
		}
		else if (event instanceof Event.Members read) {
			members(read.members(), now);
		}
		else if (event instanceof Event.Records read) {
			records(read, now);
		}
		else if (event instanceof Event.Read read) {
			read(read.ticker(), read.record());
		}
		else if (event instanceof Event.Written written) {
			this.sight.record(written.ticker(), written.record());
			this.own.written(written.ticker());
		}
		else if (event instanceof Event.Refused refused) {
			this.own.refused(refused.ticker());
		}
		else if (event instanceof Event.Unanswered unanswered) {
			this.planned = false;
			this.own.unanswered(unanswered.ticker());
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
		return this.own.fetchCommands();
	}

	/**
	 * Return whether this instance owns a ticker and ticks.
	 * @param ticker the name of the ticker
	 * @return whether it does, and is not about to hand it over
	 */
	public boolean isRunning(String ticker) {
		return phase(ticker) == Phase.RUNNING;
	}

	Phase phase(String ticker) {
		return this.own.phase(ticker);
	}

	/**
	 * Return whether all tickers have ended and were handed over.
	 * @return whether nothing is left to do before the end
	 */
	public boolean isIdle() {
		return this.own.areAllOnStandby();
	}

	private void members(Map<String, Member> members, long now) {
		boolean awaited = this.sight.isAnyOwnerUnknown();
		if (this.sight.members(members)) {
			this.settled = false;
			this.lateHeirs.forgive();
			readAll(now);
		}
		else if (awaited) {
			this.settled = false;
			plan(now);
		}
	}

	private void records(Event.Records read, long now) {
		this.reading = false;
		this.readAt = now;
		if (this.sight.records(read.records(), read.owners())) {
			this.settled = false;
		}
		if (this.sight.isAnyOwnerUnknown()) {
			this.own.command(new Command.Look());
		}
		this.own.recordsRead();
		plan(now);
	}

	private void read(String ticker, @Nullable Versioned record) {
		this.sight.record(ticker, record);
		if (!this.sight.isMine(ticker)) {
			this.planned = false;
		}
		this.own.recordRead(ticker);
	}

	private void ended(String ticker) {
		if (this.own.ended(ticker)) {
			this.planned = false;
		}
	}

	private void handOver(String ticker, @Nullable String heir) {
		String next = (heir != null) ? heir : otherHeir(ticker);
		if (next != null) {
			this.own.stopIfRunning(ticker, next);
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
		this.own.drain();
		Set<String> mine = this.own.in(Phase.RUNNING);
		Map<String, String> others = otherHeirs(mine);
		mine.forEach((ticker) -> this.own.stopIfRunning(ticker, others.get(ticker)));
	}

	private void elapsed(long now) {
		boolean waits = this.lateHeirs.isAnyAwaited() || !this.planned;
		long enough = waits ? Math.min(LateHeirs.PATIENCE, this.refresh) : this.refresh;
		if (this.sight.me() != null && now - this.readAt >= enough) {
			readAll(now);
		}
		this.own.releaseAgain();
	}

	private void readAll(long now) {
		if (!this.reading || now - this.readAt >= this.refresh) {
			this.reading = true;
			this.readAt = now;
			this.own.command(new Command.ReadAll());
		}
	}

	/**
	 * Take what nobody owns and the plan gives to this instance, or else give away what
	 * others should have.
	 */
	private void plan(long now) {
		this.planned = true;
		Member me = this.sight.own();
		if (me == null || this.own.isDraining()) {
			return;
		}
		if (!this.settled) {
			takeOrGiveAway(now);
		}
		Set<String> cannotTickHere = this.own.in(Phase.RUNNING);
		cannotTickHere.removeAll(me.tickers());
		giveAway(otherHeirs(cannotTickHere));
		this.sight.mine().stream().filter(this.tickers::contains).forEach(this.own::takeIfOnStandby);
	}

	private void takeOrGiveAway(long now) {
		Set<String> orphans = this.sight.orphans();
		this.lateHeirs.look(orphans, now);
		Plan plan = this.sight.plan(this.lateHeirs.excluded());
		takeOrAwait(plan.heirs(orphans), now);
		boolean moves = orphans.isEmpty() && this.balance;
		Map<String, String> moved = moves ? this.sight.moves(plan) : Map.of();
		giveAway(moved);
		this.settled = orphans.isEmpty() && moved.isEmpty() && this.lateHeirs.excluded().isEmpty();
	}

	private void takeOrAwait(Map<String, String> heirs, long now) {
		Map<String, String> others = new LinkedHashMap<>(heirs);
		heirs.forEach((ticker, heir) -> {
			if (heir.equals(this.sight.me())) {
				this.own.takeIfOnStandby(ticker);
				others.remove(ticker);
			}
		});
		this.lateHeirs.await(others, now);
	}

	private void giveAway(Map<String, String> heirs) {
		heirs.forEach(this.own::stopIfRunning);
	}

	private Map<String, String> otherHeirs(Set<String> own) {
		return own.isEmpty() ? Map.of() : this.sight.planOfOthers(this.lateHeirs.excluded()).heirs(own);
	}

}
