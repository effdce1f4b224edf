package io.appinfra.net.state.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.LockAttempts;
import io.appinfra.net.state.StateSummary;

/**
 * The locks of a {@link JdbcStateStore}. A lock is free if nobody holds it, or an owner
 * that does not live. Those who wait stand in a queue; the first of them that lives takes
 * the lock once it finds it free.
 * <p>
 * The session of an owner is locked before the lock, by everybody.
 */
final class JdbcLocks {

	/**
	 * How often a lock is looked at that another instance holds.
	 */
	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * How often one who waits confirms its turn.
	 */
	private static final long CONFIRMATION = TimeUnit.SECONDS.toNanos(1);

	/**
	 * How long one who waits keeps its turn without a sign of life, in microseconds.
	 */
	private static final long PATIENCE = TimeUnit.SECONDS.toMicros(5);

	private static final Log logger = LogFactory.getLog(JdbcLocks.class);

	private final JdbcTransactions transactions;

	private final String namespace;

	private final JdbcSessions sessions;

	private final LocalWaits waits = new LocalWaits();

	private final String store = UUID.randomUUID().toString().replace("-", "").substring(0, JdbcTicket.STORE_LENGTH);

	private final LockAttempts attempts = new LockAttempts();

	private final JdbcLockCleanup cleanup;

	JdbcLocks(JdbcTransactions transactions, String namespace, JdbcSessions sessions) {
		this.transactions = transactions;
		this.namespace = namespace;
		this.sessions = sessions;
		this.cleanup = new JdbcLockCleanup(transactions, namespace, sessions, this.waits, this.store, this.attempts);
	}

	JdbcLockCleanup cleanup() {
		return this.cleanup;
	}

	OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		long number = this.attempts.begin(owner);
		OptionalLong token = OptionalLong.empty();
		try {
			token = lock(new JdbcTicket(this.store, number, lock, owner), wait);
			return token;
		}
		finally {
			this.attempts.end(number, lock, token);
		}
	}

	private OptionalLong lock(JdbcTicket ticket, Duration wait) throws InterruptedException {
		if (wait.isZero()) {
			return attempt(ticket, false).token();
		}
		long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
		try (LocalWaits.Wait waiting = this.waits.begin(ticket.lock())) {
			Outcome outcome = attempt(ticket, true);
			return outcome.isFinal() ? outcome.token() : await(ticket, waiting, deadline);
		}
	}

	private OptionalLong await(JdbcTicket ticket, LocalWaits.Wait waiting, long deadline) throws InterruptedException {
		try {
			long attempted = System.nanoTime();
			for (long left = deadline - attempted; left > 0; left = deadline - System.nanoTime()) {
				if (!waiting.await(Math.min(left, POLL))) {
					return OptionalLong.empty();
				}
				if (System.nanoTime() - attempted > CONFIRMATION || !isHeld(ticket)) {
					attempted = System.nanoTime();
					Outcome outcome = attempt(ticket, true);
					if (outcome.isFinal()) {
						return outcome.token();
					}
				}
			}
			return OptionalLong.empty();
		}
		finally {
			withdraw(ticket);
		}
	}

	private boolean isHeld(JdbcTicket ticket) {
		return this.transactions
			.read((statements) -> statements.number(
					"SELECT COUNT(*) FROM {locks} l"
							+ " JOIN {sessions} s ON s.NAMESPACE = l.NAMESPACE AND s.OWNER = l.OWNER"
							+ JdbcSessions.LIVING + " WHERE l.NAMESPACE = ? AND l.LOCK_NAME = ?",
					this.namespace, ticket.lock())) > 0;
	}

	private Outcome attempt(JdbcTicket ticket, boolean mayWait) {
		try {
			return this.transactions.write((statements) -> attempt(statements, ticket, mayWait));
		}
		catch (StateUnavailableException ex) {
			if (ex.outcomeUnknown()) {
				this.cleanup.free(ticket);
			}
			throw ex;
		}
	}

	private Outcome attempt(Statements statements, JdbcTicket ticket, boolean mayWait) throws SQLException {
		if (!this.sessions.lock(statements, ticket.owner())) {
			return Outcome.REFUSED;
		}
		LockRow row = lockRow(statements, ticket.lock());
		boolean free = row.owner() == null || !this.sessions.isLiving(statements, row.owner());
		String first = free ? first(statements, ticket.lock()) : null;
		if (free && (first == null || first.equals(ticket.id()))) {
			return take(statements, ticket, row);
		}
		if (mayWait) {
			enqueue(statements, ticket);
		}
		return Outcome.WAITING;
	}

	private LockRow lockRow(Statements statements, String lock) throws SQLException {
		LockRow present = statements.first(
				"SELECT OWNER, TOKEN, {clock} FROM {locks} WHERE NAMESPACE = ? AND LOCK_NAME = ? FOR UPDATE",
				(row) -> new LockRow(row.getString(1), row.getLong(2), row.getLong(3)), this.namespace, lock);
		if (present != null) {
			return present;
		}
		long clock = statements.number("SELECT {clock}");
		statements.update("INSERT INTO {locks} (NAMESPACE, LOCK_NAME, TOKEN) VALUES (?, ?, ?)", this.namespace, lock,
				clock);
		return new LockRow(null, clock, clock);
	}

	private @Nullable String first(Statements statements, String lock) throws SQLException {
		return statements.first(
				"SELECT w.TICKET FROM {waiters} w"
						+ " JOIN {sessions} s ON s.NAMESPACE = w.NAMESPACE AND s.OWNER = w.OWNER" + JdbcSessions.LIVING
						+ " WHERE w.NAMESPACE = ? AND w.LOCK_NAME = ? AND w.EXPIRES > {clock} ORDER BY w.PLACE",
				(row) -> row.getString(1), this.namespace, lock);
	}

	private Outcome take(Statements statements, JdbcTicket ticket, LockRow row) throws SQLException {
		long token = Math.max(row.token() + 1, row.clock());
		statements.update("UPDATE {locks} SET OWNER = ?, TOKEN = ?, TICKET = ? WHERE NAMESPACE = ? AND LOCK_NAME = ?",
				ticket.owner(), token, ticket.id(), this.namespace, ticket.lock());
		return new Outcome(OptionalLong.of(token), true);
	}

	private void enqueue(Statements statements, JdbcTicket ticket) throws SQLException {
		int confirmed = statements.update(
				"UPDATE {waiters} SET EXPIRES = {clock} + ? WHERE NAMESPACE = ? AND LOCK_NAME = ? AND TICKET = ?",
				PATIENCE, this.namespace, ticket.lock(), ticket.id());
		if (confirmed == 0) {
			long last = statements.number(
					"SELECT COALESCE(MAX(PLACE), 0) FROM {waiters} WHERE NAMESPACE = ? AND LOCK_NAME = ?",
					this.namespace, ticket.lock());
			statements.update(
					"INSERT INTO {waiters} (NAMESPACE, LOCK_NAME, TICKET, PLACE, OWNER, EXPIRES)"
							+ " VALUES (?, ?, ?, ?, ?, {clock} + ?)",
					this.namespace, ticket.lock(), ticket.id(), last + 1, ticket.owner(), PATIENCE);
		}
	}

	private void withdraw(JdbcTicket ticket) {
		try {
			this.transactions.write((statements) -> JdbcLockCleanup.deleteWaiter(statements, this.namespace, ticket));
		}
		catch (StateUnavailableException ex) {
			logger.debug("A place in the queue of a lock was not given up, and ends soon by itself", ex);
		}
		this.waits.wake(ticket.lock());
	}

	void unlock(String lock, long token) {
		this.attempts.unlocked(lock, token);
		this.transactions.write((statements) -> statements.update(
				"UPDATE {locks} SET OWNER = NULL, TICKET = NULL"
						+ " WHERE NAMESPACE = ? AND LOCK_NAME = ? AND TOKEN = ? AND OWNER IS NOT NULL",
				this.namespace, lock, token));
		this.waits.wake(lock);
	}

	/**
	 * End the life of an owner. From then on its locks are free, as it does not live;
	 * that they are taken away from it is only for those who look.
	 * @param owner the owner
	 */
	void releaseAll(String owner) {
		this.attempts.released(owner::equals);
		for (String released : this.sessions.remove(owner)) {
			this.attempts.released(released::equals);
			this.transactions.write((statements) -> statements.update(
					"UPDATE {locks} SET OWNER = NULL, TICKET = NULL WHERE NAMESPACE = ? AND OWNER = ?", this.namespace,
					released));
			this.transactions.write((statements) -> statements
				.update("DELETE FROM {waiters} WHERE NAMESPACE = ? AND OWNER = ?", this.namespace, released));
		}
		this.waits.wakeAll();
	}

	Map<String, StateSummary.OfLock> summary() {
		Map<String, StateSummary.OfLock> locks = new TreeMap<>();
		this.transactions.read((statements) -> statements.query("SELECT l.LOCK_NAME, l.OWNER, l.TOKEN,"
				+ " (SELECT COUNT(*) FROM {waiters} w WHERE w.NAMESPACE = l.NAMESPACE AND w.LOCK_NAME = l.LOCK_NAME"
				+ " AND w.EXPIRES > {clock}) FROM {locks} l"
				+ " JOIN {sessions} s ON s.NAMESPACE = l.NAMESPACE AND s.OWNER = l.OWNER" + JdbcSessions.LIVING
				+ " WHERE l.NAMESPACE = ?",
				(row) -> locks.put(row.getString(1),
						new StateSummary.OfLock(row.getString(2), row.getLong(3), row.getInt(4))),
				this.namespace));
		return locks;
	}

	void close() {
		this.waits.close();
	}

	private record LockRow(@Nullable String owner, long token, long clock) {

	}

	private record Outcome(OptionalLong token, boolean isFinal) {

		static final Outcome REFUSED = new Outcome(OptionalLong.empty(), true);

		static final Outcome WAITING = new Outcome(OptionalLong.empty(), false);

	}

}
