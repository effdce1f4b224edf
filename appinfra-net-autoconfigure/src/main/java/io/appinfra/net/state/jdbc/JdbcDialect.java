package io.appinfra.net.state.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What differs from one database to another.
 */
public enum JdbcDialect {

	/**
	 * H2, for development.
	 */
	H2("DATEDIFF(MICROSECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', CURRENT_TIMESTAMP)"),

	/**
	 * MariaDB.
	 */
	MARIADB("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))"),

	/**
	 * MySQL.
	 */
	MYSQL("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))"),

	/**
	 * PostgreSQL. {@code now()} would be the time at which the transaction began.
	 */
	POSTGRESQL("CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)");

	private final String clock;

	JdbcDialect(String clock) {
		this.clock = clock;
	}

	/**
	 * Return the expression for the clock of the database.
	 * @return microseconds since 1970, as SQL
	 */
	String clock() {
		return this.clock;
	}

	/**
	 * Return the statement by which a connection lets the database end a transaction that
	 * its client has left alone. A process that is frozen would otherwise keep what it
	 * has locked.
	 * @param time how long a transaction may be left alone
	 * @return the statement, {@code null} if the database does not do so
	 */
	public @Nullable String endOfIdleTransactions(Duration time) {
		return switch (this) {
			case POSTGRESQL -> "SET idle_in_transaction_session_timeout = %d".formatted(time.toMillis());
			case MARIADB -> "SET SESSION idle_transaction_timeout = %d".formatted(Math.max(1, time.toSeconds()));
			case MYSQL, H2 -> null;
		};
	}

	/**
	 * Return the properties by which the driver gives up connecting to a server that does
	 * not answer. PostgreSQL's would otherwise leave a thread behind for each attempt,
	 * and those of MariaDB and MySQL wait for as long as the server is silent.
	 * @param time after which it gives up
	 * @return the properties by their names, none if the driver has none
	 */
	public Map<String, String> boundsOfConnecting(Duration time) {
		String seconds = String.valueOf(Math.max(1, time.toSeconds()));
		String millis = String.valueOf(time.toMillis());
		return switch (this) {
			case POSTGRESQL -> Map.of("connectTimeout", seconds, "socketTimeout", seconds, "loginTimeout", "0");
			case MARIADB, MYSQL -> Map.of("connectTimeout", millis, "socketTimeout", millis);
			case H2 -> Map.of();
		};
	}

	/**
	 * Return the statement that gives an entry a new value if it has the expected
	 * version. It locks the row of the map only while it runs in the database, where
	 * several statements would keep it locked while they travel.
	 * @return the statement, which returns the new version; the arguments are the
	 * namespace, the map, the value, the namespace, the map, the key and the expected
	 * version; {@code null} if the database has none
	 */
	@Nullable String replacement() {
		return (this != POSTGRESQL) ? null : """
				WITH m AS (UPDATE {maps} SET SEQ = GREATEST(SEQ + 1, {clock}) WHERE NAMESPACE = ? AND MAP_NAME = ?
				RETURNING SEQ)
				UPDATE {entries} e SET VERSION = m.SEQ, JSON_VALUE = ? FROM m
				WHERE e.NAMESPACE = ? AND e.MAP_NAME = ? AND e.ENTRY_KEY = ? AND e.VERSION = ?
				RETURNING e.VERSION""";
	}

	/**
	 * Return the script that creates the tables.
	 * @return the location on the class path
	 */
	public String script() {
		return "io/appinfra/net/state/jdbc/schema-%s.sql".formatted(name().toLowerCase(Locale.ROOT));
	}

	/**
	 * Return the dialect of a database, whichever driver connects to it: MySQL's takes
	 * MariaDB for MySQL, but for its version.
	 * @param database the database
	 * @return the dialect
	 * @throws SQLException if the database does not answer
	 * @throws IllegalArgumentException if the database is not supported
	 */
	public static JdbcDialect of(DatabaseMetaData database) throws SQLException {
		String product = database.getDatabaseProductName();
		return find(database).orElseThrow(() -> new IllegalArgumentException("The database '%s' is none of %s"
			.formatted(product, Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")))));
	}

	/**
	 * Return the dialect of a database that may not be supported.
	 * @param database the database
	 * @return the dialect, empty if the database is not supported
	 * @throws SQLException if the database does not answer
	 */
	public static Optional<JdbcDialect> find(DatabaseMetaData database) throws SQLException {
		if (database.getDatabaseProductVersion().contains("MariaDB")) {
			return Optional.of(MARIADB);
		}
		String product = database.getDatabaseProductName();
		return Arrays.stream(values()).filter((dialect) -> dialect.name().equalsIgnoreCase(product)).findFirst();
	}

}
