package io.appinfra.net.state.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.appinfra.net.StateUnavailableException;
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

	/**
	 * How long the last token of a free lock is remembered, in microseconds: after that
	 * the clock has long passed it.
	 */
	private static final long MEMORY = TimeUnit.DAYS.toMicros(1);

	private static final Log logger = LogFactory.getLog(JdbcLocks.class);

	private final JdbcTransactions transactions;

	private final String namespace;

	private final JdbcSessions sessions;

	private final LocalWaits waits = new LocalWaits();

	/**
	 * Attempts of which it is not known whether they took the lock: nobody would free it.
	 */
	private final Queue<Ticket> unknown = new ConcurrentLinkedQueue<>();

	JdbcLocks(JdbcTransactions transactions, String namespace, JdbcSessions sessions) {
		this.transactions = transactions;
		this.namespace = namespace;
		this.sessions = sessions;
	}

	OptionalLong lock(String lock, String owner, Duration wait) throws InterruptedException {
		Ticket ticket = new Ticket(lock, owner, UUID.randomUUID().toString());
		if (wait.isZero()) {
			return attempt(ticket, false).token();
		}
		long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
		try (LocalWaits.Wait waiting = this.waits.begin(lock)) {
			Outcome outcome = attempt(ticket, true);
			return outcome.isFinal() ? outcome.token() : await(ticket, waiting, deadline);
		}
	}

	private OptionalLong await(Ticket ticket, LocalWaits.Wait waiting, long deadline) throws InterruptedException {
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

	private boolean isHeld(Ticket ticket) {
		return this.transactions
			.read((statements) -> statements.number(
					"SELECT COUNT(*) FROM {locks} l"
							+ " JOIN {sessions} s ON s.NAMESPACE = l.NAMESPACE AND s.OWNER = l.OWNER"
							+ JdbcSessions.LIVING + " WHERE l.NAMESPACE = ? AND l.LOCK_NAME = ?",
					this.namespace, ticket.lock())) > 0;
	}

	private Outcome attempt(Ticket ticket, boolean mayWait) {
		try {
			return this.transactions.write((statements) -> attempt(statements, ticket, mayWait));
		}
		catch (StateUnavailableException ex) {
			if (ex.outcomeUnknown()) {
				this.unknown.add(ticket);
			}
			throw ex;
		}
	}

	private Outcome attempt(Statements statements, Ticket ticket, boolean mayWait) throws SQLException {
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

	private Outcome take(Statements statements, Ticket ticket, LockRow row) throws SQLException {
		long token = Math.max(row.token() + 1, row.clock());
		statements.update("UPDATE {locks} SET OWNER = ?, TOKEN = ?, TICKET = ? WHERE NAMESPACE = ? AND LOCK_NAME = ?",
				ticket.owner(), token, ticket.id(), this.namespace, ticket.lock());
		return new Outcome(OptionalLong.of(token), true);
	}

	private void enqueue(Statements statements, Ticket ticket) throws SQLException {
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

	private void withdraw(Ticket ticket) {
		try {
			this.transactions.write((statements) -> deleteWaiter(statements, ticket));
		}
		catch (StateUnavailableException ex) {
			logger.debug("A place in the queue of a lock was not given up, and ends soon by itself", ex);
		}
		this.waits.wake(ticket.lock());
	}

	private int deleteWaiter(Statements statements, Ticket ticket) throws SQLException {
		return statements.update("DELETE FROM {waiters} WHERE NAMESPACE = ? AND LOCK_NAME = ? AND TICKET = ?",
				this.namespace, ticket.lock(), ticket.id());
	}

	void unlock(String lock, long token) {
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
		for (String released : this.sessions.remove(owner)) {
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

	/**
	 * Free the locks of attempts of which it is not known whether they succeeded.
	 */
	void freeUnknown() {
		for (Ticket ticket = this.unknown.peek(); ticket != null; ticket = this.unknown.peek()) {
			Ticket attempted = ticket;
			this.transactions.write((statements) -> {
				deleteWaiter(statements, attempted);
				return statements.update(
						"UPDATE {locks} SET OWNER = NULL, TICKET = NULL"
								+ " WHERE NAMESPACE = ? AND LOCK_NAME = ? AND TICKET = ?",
						this.namespace, attempted.lock(), attempted.id());
			});
			this.unknown.remove(attempted);
			this.waits.wake(attempted.lock());
		}
	}

	/**
	 * Remove what is left of those who are gone.
	 */
	void sweep() {
		this.sessions.sweep();
		this.transactions.write((statements) -> statements
			.update("DELETE FROM {waiters} WHERE NAMESPACE = ? AND EXPIRES < {clock}", this.namespace));
		List<Abandoned> abandoned = this.transactions.read((statements) -> statements.query(
				"SELECT l.LOCK_NAME, l.TOKEN FROM {locks} l"
						+ " LEFT JOIN {sessions} s ON s.NAMESPACE = l.NAMESPACE AND s.OWNER = l.OWNER"
						+ " WHERE l.NAMESPACE = ? AND l.OWNER IS NOT NULL AND s.OWNER IS NULL",
				(row) -> new Abandoned(row.getString(1), row.getLong(2)), this.namespace));
		abandoned.forEach((lock) -> unlock(lock.name(), lock.token()));
		this.transactions.write((statements) -> statements.update(
				"DELETE FROM {locks} WHERE NAMESPACE = ? AND OWNER IS NULL AND TOKEN < {clock} - ?", this.namespace,
				MEMORY));
	}

	void close() {
		this.waits.close();
	}

	private record Ticket(String lock, String owner, String id) {

	}

	private record LockRow(@Nullable String owner, long token, long clock) {

	}

	private record Abandoned(String name, long token) {

	}

	private record Outcome(OptionalLong token, boolean isFinal) {

		static final Outcome REFUSED = new Outcome(OptionalLong.empty(), true);

		static final Outcome WAITING = new Outcome(OptionalLong.empty(), false);

	}

}
