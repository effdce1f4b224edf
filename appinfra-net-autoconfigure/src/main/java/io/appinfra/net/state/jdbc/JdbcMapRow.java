package io.appinfra.net.state.jdbc;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.appinfra.net.state.StateLimits;

/**
 * The row of a map, which is locked until the transaction ends: the version that was
 * given last, and the number of entries.
 */
final class JdbcMapRow {

	private final String namespace;

	private final String map;

	private final StateLimits limits;

	private final long clock;

	private final long last;

	private long size;

	private boolean changed;

	private JdbcMapRow(String namespace, String map, StateLimits limits, long last, long size, long clock) {
		this.namespace = namespace;
		this.map = map;
		this.limits = limits;
		this.last = last;
		this.size = size;
		this.clock = clock;
	}

	/**
	 * Lock the row of a map, which is created if it is absent.
	 * @param statements runs the statements
	 * @param namespace the namespace
	 * @param map the name of the map
	 * @param limits how much a map takes
	 * @return the row
	 * @throws SQLException if the database refuses, or another has just created the row
	 * @throws io.appinfra.net.StateLimitException if there would be too many maps
	 */
	static JdbcMapRow lock(Statements statements, String namespace, String map, StateLimits limits)
			throws SQLException {
		JdbcMapRow present = lockIfPresent(statements, namespace, map, limits);
		return (present != null) ? present : create(statements, namespace, map, limits);
	}

	static @Nullable JdbcMapRow lockIfPresent(Statements statements, String namespace, String map, StateLimits limits)
			throws SQLException {
		return statements.first(
				"SELECT SEQ, ENTRY_COUNT, {clock} FROM {maps} WHERE NAMESPACE = ? AND MAP_NAME = ? FOR UPDATE",
				(row) -> new JdbcMapRow(namespace, map, limits, row.getLong(1), row.getLong(2), row.getLong(3)),
				namespace, map);
	}

	private static JdbcMapRow create(Statements statements, String namespace, String map, StateLimits limits)
			throws SQLException {
		long maps = statements.number("SELECT COUNT(*) FROM {maps} WHERE NAMESPACE = ?", namespace);
		limits.checkNames("map", map, Math.toIntExact(maps) + 1);
		long clock = statements.number("SELECT {clock}");
		statements.update("INSERT INTO {maps} (NAMESPACE, MAP_NAME, SEQ, ENTRY_COUNT) VALUES (?, ?, ?, 0)", namespace,
				map, clock);
		return new JdbcMapRow(namespace, map, limits, clock, 0, clock);
	}

	String map() {
		return this.map;
	}

	/**
	 * Return the version of what this transaction writes.
	 * @return a version that is greater than all before
	 */
	long nextVersion() {
		this.changed = true;
		return Math.max(this.last + 1, this.clock);
	}

	/**
	 * Count one more entry.
	 * @param key its key
	 * @throws io.appinfra.net.StateLimitException if there would be too many
	 */
	void add(String key) {
		this.size++;
		this.limits.checkEntries(this.map, key, Math.toIntExact(this.size));
	}

	void remove() {
		this.changed = true;
		this.size--;
	}

	void clear() {
		this.changed |= this.size > 0;
		this.size = 0;
	}

	void save(Statements statements) throws SQLException {
		if (this.changed) {
			statements.update("UPDATE {maps} SET SEQ = ?, ENTRY_COUNT = ? WHERE NAMESPACE = ? AND MAP_NAME = ?",
					nextVersion(), this.size, this.namespace, this.map);
		}
	}

}
