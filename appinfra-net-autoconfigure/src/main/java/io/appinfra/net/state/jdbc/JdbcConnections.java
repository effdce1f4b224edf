package io.appinfra.net.state.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The connections of a {@link JdbcStateStore}, which wait for no answer for longer than
 * its timeout.
 */
final class JdbcConnections {

	private static final Log logger = LogFactory.getLog(JdbcConnections.class);

	private static final Executor DIRECT = Runnable::run;

	private final DataSource dataSource;

	private final Duration timeout;

	private final Runnable onNew;

	/**
	 * What the pool has opened and lent before.
	 */
	private final Set<Connection> known = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Create connections.
	 * @param dataSource the pool
	 * @param timeout the time for an answer
	 * @param onNew is run before a connection is used that the pool has just opened
	 */
	JdbcConnections(DataSource dataSource, Duration timeout, Runnable onNew) {
		this.dataSource = dataSource;
		this.timeout = timeout;
		this.onNew = onNew;
	}

	Connection open() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		prepare(connection);
		return connection;
	}

	private void prepare(Connection connection) throws SQLException {
		try {
			if (this.known.add(connection.unwrap(Connection.class))) {
				this.onNew.run();
			}
			connection.setNetworkTimeout(DIRECT, (int) Math.min(this.timeout.toMillis(), Integer.MAX_VALUE));
		}
		catch (SQLFeatureNotSupportedException ex) {
			logger.trace("A database without a network needs no timeout for it", ex);
		}
		catch (SQLException ex) {
			close(connection);
			throw ex;
		}
	}

	static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			logger.debug("A connection was not closed normally", ex);
		}
	}

	/**
	 * Close the pool if it can be closed.
	 */
	void close() {
		if (this.dataSource instanceof Closeable pool) {
			try {
				pool.close();
			}
			catch (IOException ex) {
				logger.debug("The connections of the shared state were not closed normally", ex);
			}
		}
	}

}
