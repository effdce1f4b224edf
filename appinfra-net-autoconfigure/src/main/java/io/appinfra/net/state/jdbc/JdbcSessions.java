package io.appinfra.net.state.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The owners of a {@link JdbcStateStore}: each with the one by whose lease it lives,
 * which can be itself.
 */
final class JdbcSessions {

	/**
	 * Selects the session {@code s} of a living owner, which lives by the lease of
	 * {@code h}.
	 */
	static final String LIVING = " JOIN {sessions} h ON h.NAMESPACE = s.NAMESPACE AND h.OWNER = s.HOST"
			+ " AND h.HOST = h.OWNER AND h.EXPIRES > {clock}";

	/**
	 * What a lease may have left before the clock of the database must have been put
	 * back, in leases of this store: others may be configured to have longer ones.
	 */
	private static final int MOST_LEASES = 10;

	private final JdbcTransactions transactions;

	private final String namespace;

	private final long lease;

	/**
	 * The owners admitted here that live by the lease of another, by their names.
	 */
	private final Map<String, String> hosts = new ConcurrentHashMap<>();

	JdbcSessions(JdbcTransactions transactions, String namespace, long leaseMicros) {
		this.transactions = transactions;
		this.namespace = namespace;
		this.lease = leaseMicros;
	}

	void admit(String owner) {
		this.transactions.write((statements) -> {
			forget(statements, owner);
			return statements.update(
					"INSERT INTO {sessions} (NAMESPACE, OWNER, HOST, EXPIRES)" + " VALUES (?, ?, ?, {clock} + ?)",
					this.namespace, owner, owner, this.lease);
		});
	}

	void admit(String owner, String host) {
		if (owner.equals(host)) {
			admit(owner);
			return;
		}
		if (this.transactions.write((statements) -> isAdmitted(statements, owner, host))) {
			this.hosts.put(owner, host);
		}
	}

	private boolean isAdmitted(Statements statements, String owner, String host) throws SQLException {
		boolean living = lock(statements, host);
		if (living) {
			forget(statements, owner);
			statements.update("INSERT INTO {sessions} (NAMESPACE, OWNER, HOST, EXPIRES) VALUES (?, ?, ?, 0)",
					this.namespace, owner, host);
		}
		return living;
	}

	/**
	 * Admit those again that live by the lease of another, where the database has lost
	 * them: they took no lock any more, although they and their host live.
	 */
	void restore() {
		if (this.hosts.isEmpty()) {
			return;
		}
		List<String> known = this.transactions
			.read((statements) -> statements.query("SELECT OWNER FROM {sessions} WHERE NAMESPACE = ? AND HOST <> OWNER",
					(row) -> row.getString(1), this.namespace));
		Map<String, String> lost = new HashMap<>(this.hosts);
		lost.keySet().removeAll(Set.copyOf(known));
		lost.forEach(this::admitAgain);
	}

	private void admitAgain(String owner, String host) {
		this.transactions.write((statements) -> isAdmitted(statements, owner, host));
		if (!this.hosts.containsKey(owner)) {
			remove(owner);
		}
	}

	private void forget(Statements statements, String owner) throws SQLException {
		statements.update("DELETE FROM {sessions} WHERE NAMESPACE = ? AND OWNER = ?", this.namespace, owner);
	}

	OptionalLong renew(String owner) {
		return this.transactions.write((statements) -> {
			int renewed = statements.update(
					"UPDATE {sessions} SET EXPIRES = {clock} + ?"
							+ " WHERE NAMESPACE = ? AND OWNER = ? AND HOST = OWNER AND EXPIRES > {clock}",
					this.lease, this.namespace, owner);
			return (renewed > 0) ? OptionalLong.of(statements.number("SELECT {clock}")) : OptionalLong.empty();
		});
	}

	Map<String, Duration> owners() {
		Map<String, Duration> owners = new TreeMap<>();
		this.transactions.read((statements) -> statements.query(
				"SELECT OWNER, EXPIRES - {clock} FROM {sessions}"
						+ " WHERE NAMESPACE = ? AND HOST = OWNER AND EXPIRES > {clock}",
				(row) -> owners.put(row.getString(1), Duration.of(Math.max(row.getLong(2), 0), ChronoUnit.MICROS)),
				this.namespace));
		return owners;
	}

	/**
	 * Return whether an owner lives, and keep it from being released until the
	 * transaction ends.
	 * @param statements runs the statements
	 * @param owner the owner
	 * @return whether it lives
	 * @throws SQLException if the database refuses
	 */
	boolean lock(Statements statements, String owner) throws SQLException {
		String host = statements.first("SELECT HOST FROM {sessions} WHERE NAMESPACE = ? AND OWNER = ? FOR UPDATE",
				(row) -> row.getString(1), this.namespace, owner);
		return host != null && isLiving(statements, owner);
	}

	boolean isLiving(Statements statements, String owner) throws SQLException {
		return statements.number(
				"SELECT COUNT(*) FROM {sessions} s" + LIVING + " WHERE s.NAMESPACE = ? AND s.OWNER = ?", this.namespace,
				owner) > 0;
	}

	/**
	 * End the life of an owner, and of those that live by its lease.
	 * @param owner the owner
	 * @return all of them
	 */
	List<String> remove(String owner) {
		this.hosts.remove(owner);
		this.hosts.values().removeIf(owner::equals);
		return this.transactions.write((statements) -> {
			List<String> removed = statements
				.query("SELECT OWNER FROM {sessions} WHERE NAMESPACE = ? AND (OWNER = ? OR HOST = ?) ORDER BY OWNER"
						+ " FOR UPDATE", (row) -> row.getString(1), this.namespace, owner, owner);
			for (String name : removed) {
				forget(statements, name);
			}
			return removed;
		});
	}

	/**
	 * Remove what is left of owners whose lease is over, and let no lease last for as
	 * long as the clock of the database was put back.
	 */
	void sweep() {
		long most = MOST_LEASES * this.lease;
		this.transactions.write((statements) -> statements.update(
				"UPDATE {sessions} SET EXPIRES = {clock} + ?"
						+ " WHERE NAMESPACE = ? AND HOST = OWNER AND EXPIRES > {clock} + ?",
				most, this.namespace, most));
		List<String> dead = this.transactions.read((statements) -> statements.query(
				"SELECT s.OWNER FROM {sessions} s LEFT" + LIVING + " WHERE s.NAMESPACE = ? AND h.OWNER IS NULL",
				(row) -> row.getString(1), this.namespace));
		for (String owner : dead) {
			this.transactions.write((statements) -> statements.update(
					"DELETE FROM {sessions}"
							+ " WHERE NAMESPACE = ? AND OWNER = ? AND (HOST <> OWNER OR EXPIRES <= {clock})",
					this.namespace, owner));
		}
	}

}
