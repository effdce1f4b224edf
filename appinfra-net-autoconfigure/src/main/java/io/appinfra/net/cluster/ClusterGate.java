package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.cluster.record.LostTicks;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Lets a ticker of the cluster tick in this process only while its record says that this
 * instance owns it: each tick begins with a new record, which a former owner cannot write
 * any more. Tickers of the instance tick as they like. Safe for use by many threads.
 */
public final class ClusterGate implements TickGate {

	private static final Log logger = LogFactory.getLog(ClusterGate.class);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final Map<String, Ownership> ownerships = new ConcurrentHashMap<>();

	private final TickerRecords records;

	private final Function<String, Duration> lease;

	/**
	 * Create a gate.
	 * @param store the store
	 * @param lease returns how long the lease of a life of this instance holds yet, zero
	 * if it has ended or the life is another instance's
	 */
	public ClusterGate(StateData store, Function<String, Duration> lease) {
		this.records = new TickerRecords(store);
		this.lease = lease;
	}

	/**
	 * Let a ticker tick from now on.
	 * @param ticker the name of the ticker
	 * @param owner the name of the life of this instance that owns it
	 * @return what is known of the ticker
	 * @throws IllegalStateException if another instance owns it
	 */
	TickerRecord open(String ticker, String owner) {
		Ownership ownership = new Ownership(ticker, owner);
		Versioned record = ownership.writeFree(UnaryOperator.identity(), Kind.CLOCK);
		if (record == null) {
			throw new IllegalStateException("Another instance owns ticker '%s'".formatted(ticker));
		}
		this.ownerships.put(ticker, ownership);
		return record.record();
	}

	/**
	 * Let no tick begin any more. One that has begun in the record ticks, and can end:
	 * its number would be missing otherwise.
	 * @param ticker the name of the ticker
	 */
	void close(String ticker) {
		Ownership ownership = this.ownerships.get(ticker);
		if (ownership != null) {
			ownership.closed = true;
		}
	}

	@Override
	public boolean isOnStandby(TickerDefinition ticker) {
		return ticker.settings().scope() == TickScope.CLUSTER;
	}

	@Override
	public @Nullable Position started(TickerDefinition ticker) {
		Ownership ownership = this.ownerships.get(ticker.name());
		if (ownership == null) {
			return null;
		}
		TickerRecord record = ownership.current.record();
		if (record.due() == 0) {
			return null;
		}
		boolean cron = ticker.settings().mode() == TickMode.CRON;
		Instant due = cron ? TickerRecord.instant(record.due()) : ownership.local(record.due());
		return (record.begunAt() == 0) ? new Position(due, null, null)
				: new Position(due, ownership.local(record.begunAt()), ownership.local(record.endedAt()));
	}

	@Override
	public void scheduled(TickerDefinition ticker, Instant firstDueAt) {
		Ownership ownership = this.ownerships.get(ticker.name());
		if (ownership != null && ownership.current.record().due() == 0) {
			ownership.write((current) -> current.scheduled(ownership.due(ticker, firstDueAt)), Kind.BEGIN);
		}
	}

	@Override
	public @Nullable Pass enter(TickerDefinition ticker, Due due) {
		if (ticker.settings().scope() != TickScope.CLUSTER) {
			return NO_OP.enter(ticker, due);
		}
		Ownership ownership = this.ownerships.get(ticker.name());
		if (ownership == null) {
			return null;
		}
		Versioned begun = ownership.writeFree((current) -> begin(current, ownership, ticker, due), Kind.BEGIN);
		Duration left = ownership.left();
		return (begun != null && begun.record().begun() && !left.isZero())
				? new Pass(begun.record().number(), begun.version(), left) : null;
	}

	private static TickerRecord begin(TickerRecord current, Ownership ownership, TickerDefinition ticker, Due due) {
		if (due.triggered()) {
			return current.beginTriggered(ownership.micros());
		}
		return current.paused() ? current
				: current.begin(ownership.due(ticker, due.dueAt()), due.skipped(), ownership.micros());
	}

	@Override
	public void ended(TickerDefinition ticker, TickRecord tick) {
		Ownership ownership = this.ownerships.get(ticker.name());
		if (ownership == null || tick.outcome() == TickRecord.Outcome.LOST) {
			return;
		}
		boolean spaced = ticker.settings().mode() == TickMode.SPACED;
		ownership.write((current) -> {
			if (current.number() != tick.number() || !current.begun()) {
				return current;
			}
			TickerRecord ended = current.end(tick, spaced, ownership.micros());
			boolean pauses = !ended.paused() && ticker.settings().isPausedBy(ended.tally().failuresInARow());
			return pauses ? ended.paused(true, new Change("pause", "pause-after-failures", Instant.now())) : ended;
		}, Kind.END);
	}

	/**
	 * What a record is written for.
	 */
	private enum Kind {

		/**
		 * To learn the time of the engine, which comes with each version.
		 */
		CLOCK,

		/**
		 * So that a tick begins, which makes no sense once the ticker is closed.
		 */
		BEGIN,

		/**
		 * Since a tick has ended.
		 */
		END

	}

	/**
	 * A ticker that this process may tick.
	 */
	private final class Ownership {

		private final String ticker;

		private final String owner;

		private volatile Versioned current = new Versioned(TickerRecord.NEW, StoredValue.ABSENT);

		private volatile long engineMicros;

		private volatile long engineMicrosAt;

		private volatile boolean closed;

		private boolean known;

		private Ownership(String ticker, String owner) {
			this.ticker = ticker;
			this.owner = owner;
		}

		private boolean mayTick() {
			return !left().isZero();
		}

		private Duration left() {
			return ClusterGate.this.lease.apply(this.owner);
		}

		/**
		 * Replace the record as {@link #write} does, after a tick that has begun and that
		 * nobody will end. It is lost, and named once that is written.
		 */
		private @Nullable Versioned writeFree(UnaryOperator<TickerRecord> change, Kind kind) {
			AtomicReference<TickerRecord> lost = new AtomicReference<>(TickerRecord.NEW);
			Versioned written = write((current) -> {
				TickerRecord free = current.lost(micros());
				if (free != current) {
					lost.set(free);
				}
				return change.apply(free);
			}, kind);
			if (written != null) {
				LostTicks.log(this.ticker, lost.get(), null);
			}
			return written;
		}

		/**
		 * Replace the record, and do not give up before it is known whether that was
		 * done. It is left as it is only after a look at what it is now.
		 * @param change the change, which returns the same record to leave it
		 * @param kind what it is written for
		 * @return the record that is there now, {@code null} if it is another one's, or
		 * the lease is over
		 */
		private @Nullable Versioned write(UnaryOperator<TickerRecord> change, Kind kind) {
			TickerRecord tried = null;
			boolean looked = false;
			while (mayTick()) {
				try {
					if (!this.known) {
						looked = true;
						if (!read()) {
							return null;
						}
					}
					if (this.current.record().equals(tried)) {
						return this.current;
					}
					if (kind == Kind.BEGIN && this.closed) {
						return null;
					}
					TickerRecord next = change.apply(this.current.record());
					boolean stays = next.equals(this.current.record()) && kind != Kind.CLOCK;
					if (stays && looked) {
						return this.current;
					}
					if (stays) {
						this.known = false;
						continue;
					}
					tried = (kind != Kind.CLOCK) ? next : null;
					this.known = false;
					Versioned written = ClusterGate.this.records.replace(this.ticker, this.current.version(), next);
					if (written != null) {
						return written(written);
					}
				}
				catch (StateUnavailableException ex) {
					logger.debug("The record of ticker '%s' could not be written".formatted(this.ticker), ex);
					if (!pause()) {
						return null;
					}
				}
			}
			return null;
		}

		private Versioned written(Versioned written) {
			this.current = written;
			this.engineMicros = written.version();
			this.engineMicrosAt = System.nanoTime();
			this.known = true;
			return written;
		}

		/**
		 * Read the record. One that the store has lost is written anew from what is
		 * known.
		 * @return whether this instance still owns it
		 */
		private boolean read() {
			Versioned found = ClusterGate.this.records.get(this.ticker);
			this.current = (found != null) ? found : new Versioned(this.current.record(), StoredValue.ABSENT);
			if (this.engineMicrosAt == 0) {
				this.engineMicros = this.current.version();
				this.engineMicrosAt = System.nanoTime();
			}
			this.known = true;
			return this.owner.equals(this.current.record().owner());
		}

		private boolean pause() {
			try {
				Thread.sleep(PAUSE.toMillis());
				return true;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

		private long micros() {
			return this.engineMicros + (System.nanoTime() - this.engineMicrosAt) / 1000;
		}

		private long due(TickerDefinition ticker, Instant dueAt) {
			return (ticker.settings().mode() == TickMode.CRON) ? TickerRecord.micros(dueAt)
					: micros() - TickerRecord.micros(Instant.now()) + TickerRecord.micros(dueAt);
		}

		private Instant local(long micros) {
			return Instant.now().plusNanos((micros - micros()) * 1000);
		}

	}

}
