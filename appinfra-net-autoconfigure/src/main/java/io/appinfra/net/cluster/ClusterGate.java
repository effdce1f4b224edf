package io.appinfra.net.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.OwnedRecord;
import io.appinfra.net.cluster.record.OwnedRecord.Kind;
import io.appinfra.net.cluster.record.TickerRecord;
import io.appinfra.net.cluster.record.TickerRecord.Change;
import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.cluster.record.TickerRecords;
import io.appinfra.net.state.StateData;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * Lets a ticker of the cluster tick in this process only while its record says that this
 * instance owns it: each tick begins with a new record, which a former owner cannot write
 * any more. Tickers of the instance tick as they like. Safe for use by many threads.
 */
public final class ClusterGate implements TickGate {

	private final Map<String, OwnedRecord> owned = new ConcurrentHashMap<>();

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
		OwnedRecord owned = new OwnedRecord(ticker, owner, this.records, () -> this.lease.apply(owner));
		Versioned record = owned.writeFree(UnaryOperator.identity(), Kind.CLOCK);
		if (record == null) {
			throw new IllegalStateException("Another instance owns ticker '%s'".formatted(ticker));
		}
		this.owned.put(ticker, owned);
		return record.record();
	}

	/**
	 * Let no tick begin any more. One that has begun in the record ticks, and can end:
	 * its number would be missing otherwise.
	 * @param ticker the name of the ticker
	 */
	void close(String ticker) {
		OwnedRecord owned = this.owned.get(ticker);
		if (owned != null) {
			owned.close();
		}
	}

	@Override
	public boolean isOnStandby(TickerDefinition ticker) {
		return ticker.inCluster();
	}

	@Override
	public @Nullable Position started(TickerDefinition ticker) {
		OwnedRecord owned = this.owned.get(ticker.name());
		if (owned == null) {
			return null;
		}
		TickerRecord record = owned.record();
		if (record.due() == 0) {
			return null;
		}
		boolean cron = ticker.settings().mode() == TickMode.CRON;
		Instant due = cron ? TickerRecord.instant(record.due()) : owned.local(record.due());
		return (record.begunAt() == 0) ? new Position(due, null, null)
				: new Position(due, owned.local(record.begunAt()), owned.local(record.endedAt()));
	}

	@Override
	public void scheduled(TickerDefinition ticker, Instant firstDueAt) {
		OwnedRecord owned = this.owned.get(ticker.name());
		if (owned != null && owned.record().due() == 0) {
			owned.write((current) -> current.scheduled(owned.due(ticker, firstDueAt)), Kind.BEGIN);
		}
	}

	@Override
	public @Nullable Pass enter(TickerDefinition ticker, Due due) {
		if (!ticker.inCluster()) {
			return NO_OP.enter(ticker, due);
		}
		OwnedRecord owned = this.owned.get(ticker.name());
		if (owned == null) {
			return null;
		}
		Versioned begun = owned.writeFree((current) -> begin(current, owned, ticker, due), Kind.BEGIN);
		Duration left = owned.left();
		return (begun != null && begun.record().begun() && !left.isZero())
				? new Pass(begun.record().number(), begun.version(), left) : null;
	}

	private static TickerRecord begin(TickerRecord current, OwnedRecord owned, TickerDefinition ticker, Due due) {
		if (due.triggered()) {
			return current.beginTriggered(owned.micros());
		}
		return current.paused() ? current
				: current.begin(owned.due(ticker, due.dueAt()), due.skipped(), owned.micros());
	}

	@Override
	public void ended(TickerDefinition ticker, TickRecord tick) {
		OwnedRecord owned = this.owned.get(ticker.name());
		if (owned == null || tick.outcome() == TickRecord.Outcome.LOST) {
			return;
		}
		boolean spaced = ticker.settings().mode() == TickMode.SPACED;
		owned.write((current) -> {
			if (current.number() != tick.number() || !current.begun()) {
				return current;
			}
			TickerRecord ended = current.end(tick, spaced, owned.micros());
			boolean pauses = !ended.paused() && ticker.settings().isPausedBy(ended.tally().failuresInARow());
			return pauses ? ended.paused(true, new Change("pause", "pause-after-failures", Instant.now())) : ended;
		}, Kind.END);
	}

}
