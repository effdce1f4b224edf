package io.appinfra.net.cluster.coordinator;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;

/**
 * What a {@link Coordinator} learns.
 */
public sealed interface Event {

	/**
	 * This instance has a lease.
	 *
	 * @param id the name of its life, which no other one has
	 */
	record Joined(String id) implements Event {

	}

	/**
	 * The lease of this instance is over, or may be.
	 */
	record LeaseLost() implements Event {

	}

	/**
	 * The instances whose leases are not over were read.
	 *
	 * @param members the instances by the names of their lives
	 */
	record Members(Map<String, Member> members) implements Event {

	}

	/**
	 * The records of all tickers were read.
	 *
	 * @param records the records by ticker
	 * @param owners who owns them
	 */
	record Records(Map<String, Versioned> records, Owners owners) implements Event {

	}

	/**
	 * The record of one ticker was read.
	 *
	 * @param ticker the name of the ticker
	 * @param record the record, {@code null} if there is none
	 */
	record Read(String ticker, @Nullable Versioned record) implements Event {

	}

	/**
	 * A record was written by {@link Command.Take} or {@link Command.Release}.
	 *
	 * @param ticker the name of the ticker
	 * @param record the record
	 */
	record Written(String ticker, Versioned record) implements Event {

	}

	/**
	 * A record was not written, since it is another one by now.
	 *
	 * @param ticker the name of the ticker
	 */
	record Refused(String ticker) implements Event {

	}

	/**
	 * The store did not answer when it was asked about a ticker.
	 *
	 * @param ticker the name of the ticker
	 */
	record Unanswered(String ticker) implements Event {

	}

	/**
	 * The ticker has ended here, {@code onStop} included.
	 *
	 * @param ticker the name of the ticker
	 */
	record Ended(String ticker) implements Event {

	}

	/**
	 * An operator wants another instance to go on with a ticker.
	 *
	 * @param ticker the name of the ticker
	 * @param heir the name of the other instance's life, {@code null} for any
	 */
	record HandOver(String ticker, @Nullable String heir) implements Event {

	}

	/**
	 * This instance is about to stop.
	 */
	record Drain() implements Event {

	}

	/**
	 * Some time has passed.
	 */
	record Elapsed() implements Event {

	}

}
