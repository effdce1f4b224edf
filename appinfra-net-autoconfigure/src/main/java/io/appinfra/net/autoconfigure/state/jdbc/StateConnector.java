package io.appinfra.net.autoconfigure.state.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Opens connections for the pool of the shared state. While the database cannot be
 * reached it tries again a few times a second until it succeeds or its thread is
 * interrupted: the pool itself would pause longer and longer, and be late once the
 * database is back.
 */
final class StateConnector extends DelegatingDataSource {

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

	private static final Executor DIRECT = Runnable::run;

	/**
	 * The time for an answer, once connected, until an operation sets one.
	 */
	private static final int UNLIMITED = 0;

	private final FirstStatement firstStatement;

	private volatile @Nullable SQLException failure;

	/**
	 * Create a connector.
	 * @param driver opens connections
	 * @param firstStatement what is executed on each connection first
	 */
	StateConnector(DataSource driver, FirstStatement firstStatement) {
		super(driver);
		this.firstStatement = firstStatement;
	}

	/**
	 * Return why the database cannot be reached at the moment.
	 * @return the failure of the last attempt, {@code null} if it succeeded
	 */
	@Nullable SQLException failure() {
		return this.failure;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return connect(super::getConnection);
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return connect(() -> super.getConnection(username, password));
	}

	private Connection connect(Attempt attempt) throws SQLException {
		while (true) {
			try {
				Connection connection = prepare(attempt.connect());
				this.failure = null;
				return connection;
			}
			catch (SQLException ex) {
				this.failure = ex;
				if (!StatePool.isCut(ex)) {
					throw ex;
				}
				pause(ex);
			}
		}
	}

	private Connection prepare(Connection connection) throws SQLException {
		try {
			String first = this.firstStatement.in(connection.getMetaData());
			if (first != null) {
				execute(connection, first);
			}
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		connection.setNetworkTimeout(DIRECT, UNLIMITED);
	}

	private static void pause(SQLException failure) throws SQLException {
		try {
			Thread.sleep(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure;
		}
	}

	/**
	 * What is executed on each connection first.
	 */
	@FunctionalInterface
	interface FirstStatement {

		@Nullable String in(DatabaseMetaData database) throws SQLException;

	}

	@FunctionalInterface
	private interface Attempt {

		Connection connect() throws SQLException;

	}

}
