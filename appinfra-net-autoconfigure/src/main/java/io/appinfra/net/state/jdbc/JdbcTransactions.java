package io.appinfra.net.state.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateFailures;

/**
 * Runs work in transactions of its own, never in one of the caller. What the database has
 * rolled back because of others is run again within the timeout; what may have been
 * committed never is. Closing waits for what is under way, within the timeout too, so
 * that no connection is taken away from an operation.
 */
final class JdbcTransactions {

	private static final Log logger = LogFactory.getLog(JdbcTransactions.class);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

	private final JdbcFailures failures = new JdbcFailures();

	private final JdbcConnections connections;

	private final SqlText text;

	private final Duration timeout;

	/**
	 * One permit for each operation under way.
	 */
	private final Semaphore operations = new Semaphore(Integer.MAX_VALUE);

	private final AtomicBoolean suspect = new AtomicBoolean();

	private volatile boolean closed;

	JdbcTransactions(DataSource dataSource, SqlText text, Duration timeout) {
		this.connections = new JdbcConnections(dataSource, timeout, () -> this.suspect.set(true));
		this.text = text;
		this.timeout = timeout;
	}

	/**
	 * Run a statement that reads.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return its result
	 * @throws ServerShutdownException if the store is closed
	 * @throws StateUnavailableException if the database does not answer
	 */
	<T extends @Nullable Object> T read(Work<T> work) {
		try {
			return use((connection) -> work.run(new Statements(connection, this.text)));
		}
		catch (SQLException ex) {
			throw unavailable(ex, false);
		}
	}

	/**
	 * Run work that writes, as one transaction.
	 * @param <T> the type of the result
	 * @param work the work, which is run again if the database has rolled it back
	 * @return its result
	 * @throws ServerShutdownException if the store is closed
	 * @throws StateUnavailableException if the database does not answer, or refuses
	 */
	<T extends @Nullable Object> T write(Work<T> work) {
		return repeat((connection) -> inTransaction(connection, work));
	}

	/**
	 * Run a statement that writes, and is a transaction of its own: what it locks is free
	 * again without a word of this process.
	 * @param <T> the type of the result
	 * @param statement the statement, which is run again if the database has rolled it
	 * back
	 * @return its result
	 * @throws ServerShutdownException if the store is closed
	 * @throws StateUnavailableException if the database does not answer, or refuses
	 */
	<T extends @Nullable Object> T writeAtOnce(Work<T> statement) {
		return repeat((connection) -> atOnce(connection, statement));
	}

	private <T extends @Nullable Object> T repeat(Use<T> use) {
		long start = System.nanoTime();
		while (true) {
			try {
				return use(use);
			}
			catch (SQLException ex) {
				if (!this.failures.isConflict(ex) || System.nanoTime() - start > this.timeout.toNanos()
						|| Thread.currentThread().isInterrupted()) {
					throw unavailable(ex, false);
				}
				LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE));
			}
		}
	}

	private <T extends @Nullable Object> T inTransaction(Connection connection, Work<T> work) throws SQLException {
		try {
			connection.setAutoCommit(false);
			T result = work.run(new Statements(connection, this.text));
			commit(connection);
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			rollBack(connection);
			throw ex;
		}
	}

	private <T extends @Nullable Object> T atOnce(Connection connection, Work<T> statement) throws SQLException {
		try {
			return statement.run(new Statements(connection, this.text));
		}
		catch (SQLException ex) {
			if (JdbcFailures.isAnswer(ex)) {
				throw ex;
			}
			throw unavailable(ex, true);
		}
	}

	private <T extends @Nullable Object> T use(Use<T> use) throws SQLException {
		this.operations.acquireUninterruptibly();
		try {
			checkOpen();
			Connection connection = open();
			try {
				return use.run(connection);
			}
			finally {
				JdbcConnections.close(connection);
			}
		}
		finally {
			this.operations.release();
		}
	}

	private void commit(Connection connection) throws SQLException {
		try {
			connection.commit();
		}
		catch (SQLException ex) {
			if (this.failures.isRolledBack(ex)) {
				throw ex;
			}
			throw unavailable(ex, true);
		}
	}

	private static void rollBack(Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			logger.debug("A transaction was not rolled back, and ends with its connection", ex);
		}
	}

	private Connection open() {
		try {
			return this.connections.open();
		}
		catch (SQLException ex) {
			throw unavailable(ex, false);
		}
	}

	private StateUnavailableException unavailable(SQLException ex, boolean outcomeUnknown) {
		this.suspect.set(true);
		return JdbcFailures.unavailable(ex, outcomeUnknown);
	}

	/**
	 * Return whether the server may have been replaced by one that lacks the last
	 * changes, since this was asked before: work has failed, or a connection is new.
	 * @return whether that may be
	 */
	boolean takeSuspicion() {
		return this.suspect.getAndSet(false);
	}

	/**
	 * Throw if the store is closed.
	 * @throws ServerShutdownException if it is
	 */
	void checkOpen() {
		if (this.closed) {
			throw StateFailures.closed();
		}
	}

	/**
	 * Refuse further operations.
	 */
	void refuse() {
		this.closed = true;
	}

	/**
	 * Wait for the operations under way, and close the pool if it can be closed.
	 */
	void close() {
		awaitOperations();
		this.connections.close();
	}

	private void awaitOperations() {
		try {
			if (this.operations.tryAcquire(Integer.MAX_VALUE, this.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				this.operations.release(Integer.MAX_VALUE);
			}
			else {
				logger.debug("An operation on the shared state is cut off, as it takes longer than its timeout");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Use of one connection.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	private interface Use<T extends @Nullable Object> {

		T run(Connection connection) throws SQLException;

	}

	/**
	 * Work on one connection.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	interface Work<T extends @Nullable Object> {

		T run(Statements statements) throws SQLException;

	}

}
