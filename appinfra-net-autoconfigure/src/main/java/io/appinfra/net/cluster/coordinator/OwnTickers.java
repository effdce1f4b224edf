package io.appinfra.net.cluster.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What this instance does with each ticker of the cluster, and the commands that follow.
 * Not safe for use by several threads at once.
 */
final class OwnTickers {

	/**
	 * The phases other than {@link Phase#STANDBY}.
	 */
	private final Map<String, Phase> phases = new TreeMap<>();

	private final Map<String, String> heirs = new HashMap<>();

	private final Sight sight;

	private List<Command> commands = new ArrayList<>();

	private boolean draining;

	OwnTickers(Sight sight) {
		this.sight = sight;
	}

	/**
	 * Return the commands that were not fetched yet.
	 * @return the commands, in the order in which they are to be executed
	 */
	List<Command> fetchCommands() {
		List<Command> commands = this.commands;
		this.commands = new ArrayList<>();
		return commands;
	}

	void command(Command command) {
		this.commands.add(command);
	}

	Phase phase(String ticker) {
		return this.phases.getOrDefault(ticker, Phase.STANDBY);
	}

	boolean areAllOnStandby() {
		return this.phases.isEmpty();
	}

	/**
	 * Return the tickers in a phase.
	 * @return the names, which the caller may change
	 */
	Set<String> in(Phase phase) {
		Set<String> tickers = new TreeSet<>();
		this.phases.forEach((ticker, its) -> {
			if (its == phase) {
				tickers.add(ticker);
			}
		});
		return tickers;
	}

	private void set(String ticker, Phase phase) {
		if (phase == Phase.STANDBY) {
			this.phases.remove(ticker);
		}
		else {
			this.phases.put(ticker, phase);
		}
	}

	void takeIfOnStandby(String ticker) {
		if (phase(ticker) == Phase.STANDBY && !this.draining) {
			set(ticker, Phase.TAKING);
			command(new Command.Take(ticker, this.sight.record(ticker)));
		}
	}

	/**
	 * Let a ticker end, to hand it over.
	 * @param ticker the name of the ticker
	 * @param heir the name of the other instance's life, {@code null} for any
	 */
	void stopIfRunning(String ticker, @Nullable String heir) {
		if (phase(ticker) == Phase.RUNNING) {
			set(ticker, Phase.STOPPING);
			if (heir != null) {
				this.heirs.put(ticker, heir);
			}
			else {
				this.heirs.remove(ticker);
			}
			command(new Command.Stop(ticker));
		}
	}

	private void release(String ticker) {
		set(ticker, Phase.RELEASING);
		command(new Command.Release(ticker, this.heirs.get(ticker)));
	}

	void releaseAgain() {
		in(Phase.RELEASING).forEach(this::release);
	}

	/**
	 * Take nothing from now on.
	 */
	void drain() {
		this.draining = true;
	}

	boolean isDraining() {
		return this.draining;
	}

	void leaseLost() {
		in(Phase.RELEASING).forEach((ticker) -> set(ticker, Phase.STANDBY));
		List.copyOf(this.phases.keySet()).forEach(this::abandonIfTicking);
	}

	void recordsRead() {
		List.copyOf(this.phases.keySet()).forEach(this::abandonIfTaken);
	}

	void recordRead(String ticker) {
		abandonIfTaken(ticker);
		if (this.sight.isMine(ticker)) {
			takeIfOnStandby(ticker);
		}
		if (phase(ticker) == Phase.RELEASING) {
			release(ticker);
		}
	}

	void written(String ticker) {
		if (phase(ticker) == Phase.RELEASING) {
			set(ticker, Phase.STANDBY);
		}
		else if (phase(ticker) == Phase.TAKING) {
			if (!this.sight.isMine(ticker)) {
				set(ticker, Phase.STANDBY);
			}
			else if (this.draining) {
				release(ticker);
			}
			else {
				set(ticker, Phase.RUNNING);
				command(new Command.Start(ticker));
			}
		}
	}

	void refused(String ticker) {
		if (phase(ticker) == Phase.TAKING || phase(ticker) == Phase.RELEASING) {
			set(ticker, Phase.STANDBY);
			command(new Command.ReadOne(ticker));
		}
	}

	/**
	 * A record that may have been written is read before anything is done with it.
	 */
	void unanswered(String ticker) {
		if (phase(ticker) == Phase.TAKING) {
			set(ticker, Phase.STANDBY);
		}
	}

	/**
	 * A ticker has ended here.
	 * @return whether that was not asked for by a handover, so that it may have to be
	 * taken again
	 */
	boolean ended(String ticker) {
		if (phase(ticker) == Phase.STOPPING) {
			release(ticker);
			return false;
		}
		boolean unasked = phase(ticker) == Phase.ABANDONED || phase(ticker) == Phase.RUNNING;
		if (unasked) {
			set(ticker, Phase.STANDBY);
		}
		return unasked;
	}

	private void abandonIfTaken(String ticker) {
		if (this.sight.isTaken(ticker)) {
			abandonIfTicking(ticker);
		}
	}

	private void abandonIfTicking(String ticker) {
		if (phase(ticker) == Phase.RUNNING || phase(ticker) == Phase.STOPPING) {
			set(ticker, Phase.ABANDONED);
			command(new Command.Abandon(ticker));
		}
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
		ABANDONED

	}

}
