package io.appinfra.net.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.cluster.record.TickerRecords;

/**
 * The records of the tickers as this instance has seen them last. Safe for use by many
 * threads.
 */
final class SeenRecords {

	private static final long OLD = TimeUnit.SECONDS.toNanos(1);

	private final TickerRecords records;

	private final Map<String, Versioned> seen = new ConcurrentHashMap<>();

	private final AtomicLong readAt = new AtomicLong(System.nanoTime() - OLD);

	SeenRecords(TickerRecords records) {
		this.records = records;
	}

	Map<String, Versioned> readAll() {
		Map<String, Versioned> all = this.records.all();
		this.readAt.set(System.nanoTime());
		this.seen.putAll(all);
		return all;
	}

	@Nullable Versioned read(String ticker) {
		Versioned record = this.records.get(ticker);
		if (record != null) {
			note(ticker, record);
		}
		return record;
	}

	void note(String ticker, Versioned record) {
		this.seen.put(ticker, record);
	}

	@Nullable Versioned get(String ticker) {
		return this.seen.get(ticker);
	}

	/**
	 * Return the owners of all tickers.
	 * @return the names of the owners' lives by ticker
	 */
	Map<String, String> owners() {
		Map<String, String> owners = new HashMap<>();
		this.seen.forEach((ticker, record) -> {
			String owner = record.record().owner();
			if (owner != null) {
				owners.put(ticker, owner);
			}
		});
		return owners;
	}

	/**
	 * Return whether the caller should have all records read, since it is a while ago
	 * that they were: one caller at a time.
	 */
	boolean becomeOld() {
		long before = this.readAt.get();
		long now = System.nanoTime();
		return now - before >= OLD && this.readAt.compareAndSet(before, now);
	}

}
