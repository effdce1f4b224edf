package io.appinfra.net.cluster.record;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.cluster.record.TickerRecord.Versioned;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.StoredValue;

/**
 * The records of the tickers in the store. Safe for use by many threads.
 */
public final class TickerRecords {

	/**
	 * The map with the records of the tickers by their names.
	 */
	public static final String TICKERS = "appinfra.cluster.tickers";

	/**
	 * The map with what owners are to do: it changes only if something is asked of one.
	 */
	public static final String SIGNALS = "appinfra.cluster.signals";

	private static final int ATTEMPTS = 100;

	private final StateData store;

	public TickerRecords(StateData store) {
		this.store = store;
	}

	public Map<String, Versioned> all() {
		Map<String, Versioned> all = new HashMap<>();
		this.store.entries(TICKERS).forEach((ticker, value) -> all.put(ticker, RecordJson.read(value)));
		return all;
	}

	public @Nullable Versioned get(String ticker) {
		StoredValue value = this.store.get(TICKERS, ticker);
		return (value != null) ? RecordJson.read(value) : null;
	}

	/**
	 * Replace a record.
	 * @param ticker the name of the ticker
	 * @param expected the version that is to be replaced
	 * @param record the new record
	 * @return the new record, {@code null} if there is another one than expected
	 * @throws io.appinfra.net.StateUnavailableException if the store does not answer
	 */
	public @Nullable Versioned replace(String ticker, long expected, TickerRecord record) {
		OptionalLong version = this.store.compareAndSet(TICKERS, ticker, expected, RecordJson.write(record));
		return version.isPresent() ? new Versioned(record, version.getAsLong()) : null;
	}

	/**
	 * Change a record, whatever it is by then, and let its owner look at it.
	 * @param ticker the name of the ticker
	 * @param change the change
	 * @return the new record
	 */
	public Versioned change(String ticker, UnaryOperator<TickerRecord> change) {
		for (int i = 0; i < ATTEMPTS; i++) {
			Versioned current = get(ticker);
			TickerRecord before = (current != null) ? current.record() : TickerRecord.NEW;
			TickerRecord after = change.apply(before);
			if (after.equals(before)) {
				return new Versioned(before, (current != null) ? current.version() : StoredValue.ABSENT);
			}
			Versioned replaced = replace(ticker, (current != null) ? current.version() : StoredValue.ABSENT, after);
			if (replaced != null) {
				signal(ticker, replaced, Signal.LOOK);
				return replaced;
			}
		}
		throw new IllegalStateException(
				"Ticker '%s' ticks so fast that its record could not be changed between two ticks".formatted(ticker));
	}

	/**
	 * Let the owner of a ticker do something.
	 * @param ticker the name of the ticker
	 * @param record its record
	 * @param signal what to do
	 */
	public void signal(String ticker, Versioned record, Signal signal) {
		String owner = record.record().owner();
		if (owner != null) {
			this.store.put(SIGNALS, ticker,
					FlatJson.write(Map.of("owner", owner, "version", record.version(), "signal", signal)));
		}
	}

	/**
	 * What an owner is to do.
	 */
	public enum Signal {

		/**
		 * Look at the record.
		 */
		LOOK,

		/**
		 * Hand the ticker over.
		 */
		HAND_OVER

	}

}
