package io.appinfra.net.autoconfigure.state.jdbc;

import java.sql.SQLException;
import java.util.Set;

import com.zaxxer.hikari.SQLExceptionOverride;

/**
 * Lets the pool give up a connection to a server that takes no writes any more, so that
 * the next one leads to the server that has taken its place.
 */
final class EvictReadOnly implements SQLExceptionOverride {

	/**
	 * PostgreSQL's state of a transaction that must not write.
	 */
	private static final String READ_ONLY_TRANSACTION = "25006";

	/**
	 * MariaDB's and MySQL's numbers for a server, and a transaction, that must not write.
	 */
	private static final Set<Integer> READ_ONLY_SERVER = Set.of(1290, 1792, 1836);

	@java.lang.Override
	public Override adjudicate(SQLException exception) {
		boolean readOnly = READ_ONLY_TRANSACTION.equals(exception.getSQLState())
				|| READ_ONLY_SERVER.contains(exception.getErrorCode());
		return readOnly ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
	}

}
