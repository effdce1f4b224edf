package io.appinfra.net.state.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.appinfra.net.state.LockAttempts;

/**
 * Frees locks that nobody would free. Of some attempts to take a lock it is not known
 * whether they took it, a server that takes the place of another may not know that one is
 * over, and others have gone.
 */
final class JdbcLockCleanup {

	/**
	 * How long the last token of a free lock is remembered, in microseconds: after that
	 * the clock has long passed it.
	 */
	private static final long MEMORY = TimeUnit.DAYS.toMicros(1);

	private final Queue<JdbcTicket> unknown = new ConcurrentLinkedQueue<>();

	private final JdbcTransactions transactions;

	private final String namespace;

	private final JdbcSessions sessions;

	private final LocalWaits waits;

	private final String store;

	private final LockAttempts attempts;

	JdbcLockCleanup(JdbcTransactions transactions, String namespace, JdbcSessions sessions, LocalWaits waits,
			String store, LockAttempts attempts) {
		this.transactions = transactions;
		this.namespace = namespace;
		this.sessions = sessions;
		this.waits = waits;
		this.store = store;
		this.attempts = attempts;
	}

	/**
	 * Free the lock of an attempt of which it is not known whether it succeeded.
	 * @param ticket the attempt
	 */
	void free(JdbcTicket ticket) {
		this.unknown.add(ticket);
	}

	/**
	 * Free what is to be freed, and make good what the server may have lost if it is
	 * suspect.
	 */
	void look() {
		freeUnknown();
		if (this.transactions.takeSuspicion()) {
			restore();
		}
	}

	private void freeUnknown() {
		for (JdbcTicket ticket = this.unknown.peek(); ticket != null; ticket = this.unknown.peek()) {
			JdbcTicket attempted = ticket;
			this.transactions.write((statements) -> {
				deleteWaiter(statements, this.namespace, attempted);
				return unlock(statements, attempted.lock(), attempted.id());
			});
			this.unknown.remove(attempted);
			this.waits.wake(attempted.lock());
		}
	}

	static int deleteWaiter(Statements statements, String namespace, JdbcTicket ticket) throws SQLException {
		return statements.update("DELETE FROM {waiters} WHERE NAMESPACE = ? AND LOCK_NAME = ? AND TICKET = ?",
				namespace, ticket.lock(), ticket.id());
	}

	private int unlock(Statements statements, String lock, String ticket) throws SQLException {
		return statements.update(
				"UPDATE {locks} SET OWNER = NULL, TICKET = NULL WHERE NAMESPACE = ? AND LOCK_NAME = ? AND TICKET = ?",
				this.namespace, lock, ticket);
	}

	/**
	 * Admit owners again that the server does not know, and free locks of attempts that
	 * are over.
	 */
	private void restore() {
		this.sessions.restore();
		List<Taken> taken = this.transactions.read((statements) -> statements.query(
				"SELECT LOCK_NAME, TICKET FROM {locks} WHERE NAMESPACE = ? AND TICKET LIKE ?",
				(row) -> new Taken(row.getString(1), row.getString(2)), this.namespace, JdbcTicket.allOf(this.store)));
		taken.stream()
			.filter((lock) -> !this.attempts.isOngoing(JdbcTicket.numberOf(lock.ticket())))
			.forEach(this::free);
	}

	private void free(Taken lock) {
		this.transactions.write((statements) -> unlock(statements, lock.name(), lock.ticket()));
		this.waits.wake(lock.name());
	}

	/**
	 * Remove what is left of those who are gone.
	 */
	void sweep() {
		this.sessions.sweep();
		restore();
		this.transactions.write((statements) -> statements
			.update("DELETE FROM {waiters} WHERE NAMESPACE = ? AND EXPIRES < {clock}", this.namespace));
		List<Taken> abandoned = this.transactions.read((statements) -> statements.query(
				"SELECT l.LOCK_NAME, l.TICKET FROM {locks} l"
						+ " LEFT JOIN {sessions} s ON s.NAMESPACE = l.NAMESPACE AND s.OWNER = l.OWNER"
						+ " WHERE l.NAMESPACE = ? AND l.OWNER IS NOT NULL AND s.OWNER IS NULL",
				(row) -> new Taken(row.getString(1), row.getString(2)), this.namespace));
		abandoned.forEach(this::free);
		this.transactions.write((statements) -> statements.update(
				"DELETE FROM {locks} WHERE NAMESPACE = ? AND OWNER IS NULL AND TOKEN < {clock} - ?", this.namespace,
				MEMORY));
	}

	private record Taken(String name, String ticket) {

	}

}
