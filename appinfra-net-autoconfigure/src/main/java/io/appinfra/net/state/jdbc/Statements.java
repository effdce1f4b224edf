package io.appinfra.net.state.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection. In their text, <code>{name}</code> stands for the
 * table of that name, and <code>{clock}</code> for the clock of the database.
 */
final class Statements {

	private final Connection connection;

	private final SqlText text;

	Statements(Connection connection, SqlText text) {
		this.connection = connection;
		this.text = text;
	}

	/**
	 * Return the rows that a query finds.
	 * @param <T> what a row is mapped to
	 * @param sql the query
	 * @param row maps a row
	 * @param arguments the arguments
	 * @return the rows
	 * @throws SQLException if the database refuses
	 */
	<T> List<T> query(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql, arguments); ResultSet results = statement.executeQuery()) {
			List<T> rows = new ArrayList<>();
			while (results.next()) {
				rows.add(row.map(results));
			}
			return rows;
		}
	}

	/**
	 * Return the first row that a query finds.
	 * @param <T> what a row is mapped to
	 * @param sql the query
	 * @param row maps a row
	 * @param arguments the arguments
	 * @return the row, {@code null} if there is none
	 * @throws SQLException if the database refuses
	 */
	<T> @Nullable T first(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql, arguments); ResultSet results = statement.executeQuery()) {
			return results.next() ? row.map(results) : null;
		}
	}

	/**
	 * Return the number that a query finds, which has a row.
	 * @param sql the query
	 * @param arguments the arguments
	 * @return the number
	 * @throws SQLException if the database refuses
	 */
	long number(String sql, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql, arguments); ResultSet results = statement.executeQuery()) {
			results.next();
			return results.getLong(1);
		}
	}

	/**
	 * Change rows.
	 * @param sql the statement
	 * @param arguments the arguments
	 * @return how many rows were changed
	 * @throws SQLException if the database refuses
	 */
	int update(String sql, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql, arguments)) {
			return statement.executeUpdate();
		}
	}

	/**
	 * Write values of many keys.
	 * @param sql the statement, with the version, the value, the namespace, the map and
	 * the key as arguments
	 * @param version the version
	 * @param namespace the namespace
	 * @param map the name of the map
	 * @param values the keys and values
	 * @throws SQLException if the database refuses
	 */
	void write(String sql, long version, String namespace, String map, Map<String, byte[]> values) throws SQLException {
		if (values.isEmpty()) {
			return;
		}
		try (PreparedStatement statement = prepare(sql)) {
			for (Map.Entry<String, byte[]> value : values.entrySet()) {
				set(statement, version, value.getValue(), namespace, map, value.getKey());
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

	private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
		PreparedStatement statement = this.connection.prepareStatement(this.text.of(sql));
		try {
			set(statement, arguments);
			return statement;
		}
		catch (SQLException ex) {
			statement.close();
			throw ex;
		}
	}

	private static void set(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
		for (int i = 0; i < arguments.length; i++) {
			if (arguments[i] instanceof byte[] bytes) {
				statement.setBytes(i + 1, bytes);
			}
			else {
				statement.setObject(i + 1, arguments[i]);
			}
		}
	}

	/**
	 * Maps a row.
	 *
	 * @param <T> what it is mapped to
	 */
	@FunctionalInterface
	interface Row<T> {

		T map(ResultSet row) throws SQLException;

	}

}
