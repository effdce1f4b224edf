package io.appinfra.net.cluster.record;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.state.StoredValue;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * The record of a ticker that this process may tick, which it replaces again and again. A
 * record that is another one's is left alone. Written by one thread at a time; it can be
 * closed and read by all.
 */
public final class OwnedRecord {

	private static final Log logger = LogFactory.getLog(OwnedRecord.class);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final String ticker;

	private final String owner;

	private final TickerRecords records;

	private final Supplier<Duration> lease;

	private volatile Versioned current = new Versioned(TickerRecord.NEW, StoredValue.ABSENT);

	private volatile long engineMicros;

	private volatile long engineMicrosAt;

	private volatile boolean closed;

	/**
	 * Whether the current record is that of the store and of the owner, as far as is
	 * known.
	 */
	private boolean known;

	/**
	 * Create a record that is not read yet.
	 * @param ticker the name of the ticker
	 * @param owner the name of the life of this instance that owns it
	 * @param records the records in the store
	 * @param lease returns how long the lease of that life holds yet, zero if it has
	 * ended
	 */
	public OwnedRecord(String ticker, String owner, TickerRecords records, Supplier<Duration> lease) {
		this.ticker = ticker;
		this.owner = owner;
		this.records = records;
		this.lease = lease;
	}

	/**
	 * Let no tick begin any more.
	 */
	public void close() {
		this.closed = true;
	}

	/**
	 * Return the record as this instance has seen or written it last.
	 * @return the record
	 */
	public TickerRecord record() {
		return this.current.record();
	}

	/**
	 * Return how long the owner may tick yet.
	 * @return what is left of the lease, zero if it is over
	 */
	public Duration left() {
		return this.lease.get();
	}

	/**
	 * Replace the record as {@link #write} does, after a tick that has begun and that
	 * nobody will end. It is lost, and named once that is written.
	 * @param change the change, which returns the same record to leave it
	 * @param kind what it is written for
	 * @return the record that is there now, {@code null} if it is another one's, or the
	 * lease is over
	 */
	public @Nullable Versioned writeFree(UnaryOperator<TickerRecord> change, Kind kind) {
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
	 * Replace the record, and do not give up before it is known whether that was done. It
	 * is left as it is only after a look at what it is now.
	 * @param change the change, which returns the same record to leave it
	 * @param kind what it is written for
	 * @return the record that is there now, {@code null} if it is another one's, or the
	 * lease is over
	 */
	public @Nullable Versioned write(UnaryOperator<TickerRecord> change, Kind kind) {
		return new Writing(change, kind).write();
	}

	private Versioned written(Versioned written) {
		this.current = written;
		this.engineMicros = written.version();
		this.engineMicrosAt = System.nanoTime();
		this.known = true;
		return written;
	}

	/**
	 * Read the record. One that the store has lost is written anew from what is known.
	 * @return whether this instance still owns it
	 */
	private boolean read() {
		Versioned found = this.records.get(this.ticker);
		this.current = (found != null) ? found : new Versioned(this.current.record(), StoredValue.ABSENT);
		if (this.engineMicrosAt == 0) {
			this.engineMicros = this.current.version();
			this.engineMicrosAt = System.nanoTime();
		}
		this.known = this.owner.equals(this.current.record().owner());
		return this.known;
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

	/**
	 * Return the time of the engine.
	 * @return the time in microseconds
	 */
	public long micros() {
		return this.engineMicros + (System.nanoTime() - this.engineMicrosAt) / 1000;
	}

	/**
	 * Return a due time of this process as that of the engine, except for a cron
	 * expression, which goes by wall clocks.
	 * @param ticker the ticker
	 * @param dueAt the time in this process
	 * @return the time in microseconds
	 */
	public long due(TickerDefinition ticker, Instant dueAt) {
		return (ticker.settings().mode() == TickMode.CRON) ? TickerRecord.micros(dueAt)
				: micros() - TickerRecord.micros(Instant.now()) + TickerRecord.micros(dueAt);
	}

	/**
	 * Return a time of the engine as one of this process.
	 * @param micros the time in microseconds
	 * @return the time
	 */
	public Instant local(long micros) {
		return Instant.now().plusNanos((micros - micros()) * 1000);
	}

	/**
	 * Attempts to replace the record by one that follows from it.
	 */
	private final class Writing {

		private final UnaryOperator<TickerRecord> change;

		private final Kind kind;

		/**
		 * What was sent last, and may have been written.
		 */
		private @Nullable TickerRecord sent;

		private boolean read;

		private boolean over;

		private @Nullable Versioned result;

		private Writing(UnaryOperator<TickerRecord> change, Kind kind) {
			this.change = change;
			this.kind = kind;
		}

		private @Nullable Versioned write() {
			while (!this.over && !left().isZero()) {
				try {
					attempt();
				}
				catch (StateUnavailableException ex) {
					logger.debug("The record of ticker '%s' could not be written".formatted(OwnedRecord.this.ticker),
							ex);
					this.over = !pause();
				}
			}
			return this.result;
		}

		private void attempt() {
			if (!isOwned()) {
				this.over = true;
			}
			else if (record().equals(this.sent)) {
				end(OwnedRecord.this.current);
			}
			else if (this.kind == Kind.BEGIN && OwnedRecord.this.closed) {
				this.over = true;
			}
			else {
				leaveOrReplace(this.change.apply(record()));
			}
		}

		private void leaveOrReplace(TickerRecord next) {
			if (this.kind == Kind.CLOCK || !next.equals(record())) {
				replaceBy(next);
			}
			else if (this.read) {
				end(OwnedRecord.this.current);
			}
			else {
				OwnedRecord.this.known = false;
			}
		}

		private boolean isOwned() {
			if (OwnedRecord.this.known) {
				return true;
			}
			this.read = true;
			return read();
		}

		private void replaceBy(TickerRecord next) {
			this.sent = (this.kind != Kind.CLOCK) ? next : null;
			OwnedRecord.this.known = false;
			Versioned written = OwnedRecord.this.records.replace(OwnedRecord.this.ticker,
					OwnedRecord.this.current.version(), next);
			if (written != null) {
				end(written(written));
			}
		}

		private void end(Versioned result) {
			this.over = true;
			this.result = result;
		}

	}

	/**
	 * What a record is written for.
	 */
	public enum Kind {

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

}
