package io.appinfra.net.state.jdbc;

import java.sql.SQLException;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

import io.appinfra.net.StateUnavailableException;

/**
 * What a failure in the database says about the operation that failed.
 */
final class JdbcFailures {

	/**
	 * The SQL state with which PostgreSQL rolls back a transaction that was left alone.
	 */
	private static final String ENDED_WHILE_IDLE = "25P03";

	private final SQLExceptionTranslator translator = new SQLExceptionSubclassTranslator();

	/**
	 * Return whether the database has rolled back because of others: a deadlock, a lock
	 * that was not to be had, a row that another has just created.
	 * @param ex what the database said
	 * @return whether it can be tried again
	 */
	boolean isConflict(SQLException ex) {
		DataAccessException translated = this.translator.translate("shared state", null, ex);
		return translated instanceof ConcurrencyFailureException || translated instanceof DuplicateKeyException;
	}

	/**
	 * Return whether a commit has failed as the database had rolled back before.
	 * @param ex what the database said
	 * @return whether it is known that nothing was carried out
	 */
	boolean isRolledBack(SQLException ex) {
		return isConflict(ex) || ENDED_WHILE_IDLE.equals(ex.getSQLState());
	}

	/**
	 * Return whether a failure is the database's answer: it has carried out nothing then.
	 * Else the connection was lost, or the server was about to end.
	 * @param ex the failure
	 * @return whether it is known that nothing was carried out
	 */
	static boolean isAnswer(SQLException ex) {
		String state = ex.getSQLState();
		return state != null && !state.startsWith("08") && !state.startsWith("57P");
	}

	static StateUnavailableException unavailable(SQLException ex, boolean outcomeUnknown) {
		String outcome = outcomeUnknown ? "It may have been carried out: look at the state before you repeat it."
				: "It was not carried out.";
		return new StateUnavailableException(
				"An operation on the shared state failed in the database (SQL state %s): %s. %s"
					.formatted(ex.getSQLState(), ex.getMessage(), outcome),
				outcomeUnknown, ex);
	}

}
