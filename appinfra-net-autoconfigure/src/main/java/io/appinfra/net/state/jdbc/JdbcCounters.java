package io.appinfra.net.state.jdbc;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StateLimits;

/**
 * The counters of a {@link JdbcStateStore}.
 */
final class JdbcCounters {

	private final JdbcTransactions transactions;

	private final String namespace;

	private final StateLimits limits;

	JdbcCounters(JdbcTransactions transactions, String namespace, StateLimits limits) {
		this.transactions = transactions;
		this.namespace = namespace;
		this.limits = limits;
	}

	long count(String counter) {
		return this.transactions.read((statements) -> {
			Long present = select(statements, counter, "");
			return (present != null) ? present : 0L;
		});
	}

	void setCount(String counter, long value) {
		this.transactions.write((statements) -> {
			lock(statements, counter);
			return update(statements, counter, value);
		});
	}

	long addAndGet(String counter, long delta) {
		return this.transactions.write((statements) -> update(statements, counter, lock(statements, counter) + delta));
	}

	boolean compareAndSetCount(String counter, long expected, long value) {
		return this.transactions.write((statements) -> {
			boolean equal = lock(statements, counter) == expected;
			if (equal) {
				update(statements, counter, value);
			}
			return equal;
		});
	}

	Map<String, Long> summary() {
		Map<String, Long> counters = new TreeMap<>();
		this.transactions.read((statements) -> statements.query(
				"SELECT COUNTER_NAME, COUNTER_VALUE FROM {counters} WHERE NAMESPACE = ?",
				(row) -> counters.put(row.getString(1), row.getLong(2)), this.namespace));
		return counters;
	}

	private long lock(Statements statements, String counter) throws SQLException {
		Long present = select(statements, counter, " FOR UPDATE");
		if (present != null) {
			return present;
		}
		long counters = statements.number("SELECT COUNT(*) FROM {counters} WHERE NAMESPACE = ?", this.namespace);
		this.limits.checkNames("counter", counter, Math.toIntExact(counters) + 1);
		statements.update("INSERT INTO {counters} (NAMESPACE, COUNTER_NAME, COUNTER_VALUE) VALUES (?, ?, 0)",
				this.namespace, counter);
		return 0;
	}

	private @Nullable Long select(Statements statements, String counter, String lock) throws SQLException {
		return statements.first("SELECT COUNTER_VALUE FROM {counters} WHERE NAMESPACE = ? AND COUNTER_NAME = ?" + lock,
				(row) -> row.getLong(1), this.namespace, counter);
	}

	private long update(Statements statements, String counter, long value) throws SQLException {
		statements.update("UPDATE {counters} SET COUNTER_VALUE = ? WHERE NAMESPACE = ? AND COUNTER_NAME = ?", value,
				this.namespace, counter);
		return value;
	}

}
