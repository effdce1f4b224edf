package io.appinfra.net.state.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

/**
 * The maps of a {@link JdbcStateStore}. Who writes to a map locks its row first, so that
 * its versions become visible in their order.
 */
final class JdbcMaps {

	/**
	 * How many keys one query is asked for.
	 */
	private static final int CHUNK = 500;

	private static final String SELECT = "SELECT VERSION, JSON_VALUE FROM {entries}"
			+ " WHERE NAMESPACE = ? AND MAP_NAME = ? AND ENTRY_KEY = ?";

	private static final String INSERT = "INSERT INTO {entries}"
			+ " (VERSION, JSON_VALUE, NAMESPACE, MAP_NAME, ENTRY_KEY) VALUES (?, ?, ?, ?, ?)";

	private static final String UPDATE = "UPDATE {entries} SET VERSION = ?, JSON_VALUE = ?"
			+ " WHERE NAMESPACE = ? AND MAP_NAME = ? AND ENTRY_KEY = ?";

	private static final String DELETE = "DELETE FROM {entries}"
			+ " WHERE NAMESPACE = ? AND MAP_NAME = ? AND ENTRY_KEY = ?";

	private final JdbcTransactions transactions;

	private final String namespace;

	private final StateLimits limits;

	private final Consumer<String> changed;

	private final @Nullable String replacement;

	/**
	 * Create maps.
	 * @param transactions runs the statements
	 * @param namespace the namespace
	 * @param limits how much a map takes
	 * @param dialect the dialect of the database
	 * @param changed gets the name of each map that was changed here
	 */
	JdbcMaps(JdbcTransactions transactions, String namespace, StateLimits limits, JdbcDialect dialect,
			Consumer<String> changed) {
		this.transactions = transactions;
		this.namespace = namespace;
		this.limits = limits;
		this.replacement = dialect.replacement();
		this.changed = changed;
	}

	@Nullable StoredValue get(String map, String key) {
		return this.transactions.read((statements) -> select(statements, map, key));
	}

	Map<String, StoredValue> entries(String map) {
		Map<String, StoredValue> entries = new LinkedHashMap<>();
		this.transactions.read((statements) -> statements.query(
				"SELECT VERSION, JSON_VALUE, ENTRY_KEY FROM {entries} WHERE NAMESPACE = ? AND MAP_NAME = ?",
				(row) -> entries.put(row.getString(3), value(row)), this.namespace, map));
		return entries;
	}

	int size(String map) {
		return this.transactions.read((statements) -> {
			Integer size = statements.first("SELECT ENTRY_COUNT FROM {maps} WHERE NAMESPACE = ? AND MAP_NAME = ?",
					(row) -> row.getInt(1), this.namespace, map);
			return (size != null) ? size : 0;
		});
	}

	@Nullable StoredValue put(String map, String key, byte[] value) {
		this.limits.checkSize(map, key, value);
		return change(map, (statements) -> {
			JdbcMapRow row = JdbcMapRow.lock(statements, this.namespace, map, this.limits);
			StoredValue before = selectForUpdate(statements, map, key);
			set(statements, row, key, before, value);
			row.save(statements);
			return before;
		});
	}

	void putAll(String map, Map<String, byte[]> values) {
		values.forEach((key, value) -> this.limits.checkSize(map, key, value));
		change(map, (statements) -> {
			JdbcMapRow row = JdbcMapRow.lock(statements, this.namespace, map, this.limits);
			Set<String> present = present(statements, map, values.keySet());
			Map<String, byte[]> added = new LinkedHashMap<>(values);
			added.keySet().removeAll(present);
			added.keySet().forEach(row::add);
			Map<String, byte[]> replaced = new LinkedHashMap<>(values);
			replaced.keySet().retainAll(present);
			long version = row.nextVersion();
			statements.write(UPDATE, version, this.namespace, map, replaced);
			statements.write(INSERT, version, this.namespace, map, added);
			row.save(statements);
			return null;
		});
	}

	private Set<String> present(Statements statements, String map, Set<String> keys) throws SQLException {
		Set<String> present = new HashSet<>();
		List<String> asked = List.copyOf(keys);
		for (int from = 0; from < asked.size(); from += CHUNK) {
			List<String> chunk = asked.subList(from, Math.min(from + CHUNK, asked.size()));
			List<Object> arguments = new ArrayList<>(List.of(this.namespace, map));
			arguments.addAll(chunk);
			String places = String.join(", ", Collections.nCopies(chunk.size(), "?"));
			present.addAll(statements.query(
					"SELECT ENTRY_KEY FROM {entries} WHERE NAMESPACE = ? AND MAP_NAME = ? AND ENTRY_KEY IN (%s) FOR UPDATE"
						.formatted(places),
					(row) -> row.getString(1), arguments.toArray()));
		}
		return present;
	}

	OptionalLong compareAndSet(String map, String key, long version, byte @Nullable [] value) {
		if (value != null) {
			this.limits.checkSize(map, key, value);
		}
		if (value != null && version != StoredValue.ABSENT && this.replacement != null) {
			return replace(this.replacement, map, key, version, value);
		}
		return change(map, (statements) -> {
			JdbcMapRow row = JdbcMapRow.lock(statements, this.namespace, map, this.limits);
			StoredValue before = selectForUpdate(statements, map, key);
			if (((before != null) ? before.version() : StoredValue.ABSENT) != version) {
				return OptionalLong.empty();
			}
			long after = StoredValue.ABSENT;
			if (value != null) {
				after = set(statements, row, key, before, value);
			}
			else if (before != null) {
				unset(statements, row, key);
			}
			row.save(statements);
			return OptionalLong.of(after);
		});
	}

	private OptionalLong replace(String sql, String map, String key, long version, byte[] value) {
		Long after = this.transactions.writeAtOnce((statements) -> statements.first(sql, (row) -> row.getLong(1),
				this.namespace, map, value, this.namespace, map, key, version));
		this.changed.accept(map);
		return (after != null) ? OptionalLong.of(after) : OptionalLong.empty();
	}

	@Nullable StoredValue remove(String map, String key) {
		return change(map, (statements) -> {
			JdbcMapRow row = JdbcMapRow.lockIfPresent(statements, this.namespace, map, this.limits);
			StoredValue before = (row != null) ? selectForUpdate(statements, map, key) : null;
			if (row != null && before != null) {
				unset(statements, row, key);
				row.save(statements);
			}
			return before;
		});
	}

	void clear(String map) {
		change(map, (statements) -> {
			JdbcMapRow row = JdbcMapRow.lockIfPresent(statements, this.namespace, map, this.limits);
			if (row != null) {
				statements.update("DELETE FROM {entries} WHERE NAMESPACE = ? AND MAP_NAME = ?", this.namespace, map);
				row.clear();
				row.save(statements);
			}
			return null;
		});
	}

	Map<String, StateSummary.OfMap> summary() {
		Map<String, StateSummary.OfMap> maps = new TreeMap<>();
		this.transactions
			.read((statements) -> statements.query("SELECT MAP_NAME, ENTRY_COUNT FROM {maps} WHERE NAMESPACE = ?",
					(row) -> maps.put(row.getString(1), new StateSummary.OfMap(row.getInt(2), null)), this.namespace));
		return maps;
	}

	private <T extends @Nullable Object> T change(String map, JdbcTransactions.Work<T> work) {
		T result = this.transactions.write(work);
		this.changed.accept(map);
		return result;
	}

	private @Nullable StoredValue select(Statements statements, String map, String key) throws SQLException {
		return statements.first(SELECT, JdbcMaps::value, this.namespace, map, key);
	}

	/**
	 * Read an entry that a change depends on. Although the row of the map is locked by
	 * then, H2 can show an older version of other rows, unless they are locked too.
	 */
	private @Nullable StoredValue selectForUpdate(Statements statements, String map, String key) throws SQLException {
		return statements.first(SELECT + " FOR UPDATE", JdbcMaps::value, this.namespace, map, key);
	}

	private long set(Statements statements, JdbcMapRow row, String key, @Nullable StoredValue before, byte[] value)
			throws SQLException {
		if (before == null) {
			row.add(key);
		}
		long version = row.nextVersion();
		statements.update((before != null) ? UPDATE : INSERT, version, value, this.namespace, row.map(), key);
		return version;
	}

	private void unset(Statements statements, JdbcMapRow row, String key) throws SQLException {
		row.remove();
		statements.update(DELETE, this.namespace, row.map(), key);
	}

	private static StoredValue value(ResultSet row) throws SQLException {
		return value(row, 1);
	}

	/**
	 * Read a value.
	 * @param row where it is
	 * @param version the column of its version, before that of its JSON
	 * @return the value
	 * @throws SQLException if it cannot be read
	 */
	static StoredValue value(ResultSet row, int version) throws SQLException {
		return new StoredValue(row.getBytes(version + 1), row.getLong(version));
	}

}
