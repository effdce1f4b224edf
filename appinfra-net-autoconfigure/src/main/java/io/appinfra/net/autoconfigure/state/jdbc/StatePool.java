package io.appinfra.net.autoconfigure.state.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

import io.appinfra.net.autoconfigure.state.FirstConnection;
import io.appinfra.net.state.jdbc.JdbcDialect;

/**
 * The connections of the shared state: to the database of the application, in a pool of
 * its own, since work that holds all connections of the application may wait for the
 * shared state.
 */
final class StatePool {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

	private StatePool() {
	}

	/**
	 * Create the pool. It connects when it is asked for a connection.
	 * @param details where the application connects to, {@code null} if that is not known
	 * @param application the connections of the application, {@code null} if it has none
	 * @param size the number of connections
	 * @param timeout how long a connection is waited for
	 * @return the pool
	 * @throws FailureAnalyzedException if it is not known where to connect to
	 */
	static HikariDataSource create(@Nullable JdbcConnectionDetails details, @Nullable DataSource application, int size,
			Duration timeout) {
		HikariDataSource pool = (application != null) ? DataSourceUnwrapper.unwrap(application, HikariDataSource.class)
				: null;
		HikariConfig config = (details != null) ? addressOf(details) : addressOf(pool);
		if (pool != null && Objects.equals(pool.getJdbcUrl(), config.getJdbcUrl())) {
			config.setSchema(pool.getSchema());
			config.setCatalog(pool.getCatalog());
			config.setDataSourceProperties(pool.getDataSourceProperties());
			config.setConnectionInitSql(pool.getConnectionInitSql());
		}
		configure(config, size, timeout);
		StateConnector connector = connector(config, timeout);
		config.setDataSource(connector);
		return new Pool(config, connector);
	}

	private static HikariConfig addressOf(JdbcConnectionDetails details) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(details.getJdbcUrl());
		config.setUsername(details.getUsername());
		config.setPassword(details.getPassword());
		config.setDriverClassName(details.getDriverClassName());
		return config;
	}

	private static HikariConfig addressOf(@Nullable HikariDataSource pool) {
		if (pool == null || pool.getJdbcUrl() == null) {
			throw new FailureAnalyzedException(
					"'appinfra.net.state.store' is 'jdbc', but it is not known which database to connect to.",
					"Set 'spring.datasource.url', mark the HikariDataSource to use as @Primary if there are several, "
							+ "or declare a bean of type JdbcConnectionDetails.");
		}
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(pool.getJdbcUrl());
		config.setUsername(pool.getUsername());
		config.setPassword(pool.getPassword());
		if (pool.getDriverClassName() != null) {
			config.setDriverClassName(pool.getDriverClassName());
		}
		return config;
	}

	private static void configure(HikariConfig config, int size, Duration timeout) {
		config.setPoolName("appinfra-state");
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(Math.max(timeout.toMillis(), SHORTEST_TIMEOUT.toMillis()));
		config.setValidationTimeout(Math.max(timeout.toMillis() / 2, SHORTEST_TIMEOUT.toMillis()));
		config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		config.setInitializationFailTimeout(-1);
		config.setRegisterMbeans(false);
		config.setExceptionOverride(new EvictReadOnly());
	}

	private static StateConnector connector(HikariConfig config, Duration timeout) {
		JdbcDialect dialect = dialect(config.getJdbcUrl());
		Properties properties = new Properties();
		if (dialect != null) {
			properties.putAll(dialect.boundsOfConnecting(timeout));
		}
		properties.putAll(config.getDataSourceProperties());
		DataSource driver = new DriverDataSource(config.getJdbcUrl(), config.getDriverClassName(), properties,
				config.getUsername(), config.getPassword());
		return new StateConnector(driver,
				(database) -> JdbcDialect.find(database)
					.map((found) -> found.endOfIdleTransactions(timeout))
					.orElse(null));
	}

	private static @Nullable JdbcDialect dialect(@Nullable String url) {
		String driver = DatabaseDriver.fromJdbcUrl(url).name();
		return Arrays.stream(JdbcDialect.values())
			.filter((dialect) -> dialect.name().equals(driver))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Connect, and return the dialect of the database.
	 * @param pool the pool
	 * @return the dialect
	 * @throws FailureAnalyzedException if the database cannot be reached, or is none that
	 * is supported
	 */
	static JdbcDialect dialect(HikariDataSource pool) {
		try (Connection connection = FirstConnection.open(pool::getConnection,
				SQLTransientConnectionException.class::isInstance)) {
			return JdbcDialect.of(connection.getMetaData());
		}
		catch (SQLException ex) {
			throw new FailureAnalyzedException(
					"The database of the shared state at '%s' cannot be reached: %s"
						.formatted(withoutParameters(pool.getJdbcUrl()), rootMessage(ex)),
					"Start it, correct 'spring.datasource.*', or set 'appinfra.net.state.store' to another store.", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new FailureAnalyzedException(
					"The shared state cannot be kept in the database of the application: " + ex.getMessage(),
					"Set 'appinfra.net.state.store' to another store.", ex);
		}
	}

	/**
	 * Return whether something failed since its connection ended meanwhile.
	 * @param failure the failure
	 * @return whether it is worth another attempt
	 */
	static boolean isCut(Exception failure) {
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			String state = (ex instanceof SQLException sql) ? sql.getSQLState() : null;
			if (state != null && (state.startsWith("08") || state.startsWith("57P"))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return where a URL leads to. Its parameters can contain a password.
	 * @param url the URL
	 * @return the URL up to its parameters
	 */
	private static String withoutParameters(String url) {
		return url.split("[?;]", 2)[0];
	}

	private static @Nullable String rootMessage(SQLException ex) {
		return (ex.getCause() != null) ? ex.getCause().getMessage() : ex.getMessage();
	}

	/**
	 * A pool that says why it has no connection.
	 */
	private static final class Pool extends HikariDataSource {

		private final StateConnector connector;

		Pool(HikariConfig config, StateConnector connector) {
			super(config);
			this.connector = connector;
		}

		@Override
		public Connection getConnection() throws SQLException {
			try {
				return super.getConnection();
			}
			catch (SQLTransientConnectionException ex) {
				SQLException cause = this.connector.failure();
				if (cause == null || ex.getCause() != null) {
					throw ex;
				}
				throw new SQLTransientConnectionException(ex.getMessage(), cause.getSQLState(), cause);
			}
		}

	}

}
