package io.appinfra.net.state.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.appinfra.net.StateUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willDoNothing;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link JdbcTransactions}: what is run again, and what never is.
 */
class JdbcTransactionsTests {

	private final DataSource dataSource = mock(DataSource.class);

	private final Connection connection = mock(Connection.class);

	private final JdbcTransactions transactions = new JdbcTransactions(this.dataSource,
			new SqlText("APPINFRA_", JdbcDialect.H2), Duration.ofSeconds(30));

	private final AtomicInteger runs = new AtomicInteger();

	@BeforeEach
	void connect() throws SQLException {
		given(this.dataSource.getConnection()).willReturn(this.connection);
	}

	@Test
	void writeCommitsOnceAndReturnsTheConnection() throws SQLException {
		assertThat(count()).isOne();
		then(this.connection).should().commit();
		then(this.connection).should(never()).rollback();
		then(this.connection).should().close();
	}

	@Test
	void writeWhenRolledBackBecauseOfOthersRunsAgain() throws SQLException {
		Integer result = this.transactions.write((statements) -> {
			int run = this.runs.incrementAndGet();
			if (run == 1) {
				throw new SQLTransactionRollbackException("deadlock", "40001");
			}
			if (run == 2) {
				throw new SQLIntegrityConstraintViolationException("there is such a row", "23505");
			}
			return run;
		});
		assertThat(result).isEqualTo(3);
		then(this.connection).should(times(2)).rollback();
		then(this.connection).should().commit();
	}

	@Test
	void writeWhenCommitIsRolledBackBecauseOfOthersRunsAgain() throws SQLException {
		willThrow(new SQLException("could not serialize", "40001")).willDoNothing().given(this.connection).commit();
		assertThat(count()).isEqualTo(2);
	}

	@Test
	void writeWhenAnswerToCommitIsLostIsUnknownAndNotRepeated() throws SQLException {
		willThrow(new SQLException("connection reset", "08006")).given(this.connection).commit();
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.transactions.write((statements) -> this.runs.incrementAndGet()))
			.withMessageContaining("It may have been carried out")
			.matches(StateUnavailableException::outcomeUnknown);
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void writeWhenConnectionIsLostBeforeCommitWasNotCarriedOut() throws SQLException {
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.transactions.write((statements) -> {
				this.runs.incrementAndGet();
				throw new SQLException("connection reset", "08006");
			}))
			.withMessageContaining("It was not carried out")
			.matches((ex) -> !ex.outcomeUnknown());
		assertThat(this.runs).hasValue(1);
		then(this.connection).should(never()).commit();
		then(this.connection).should().rollback();
	}

	@Test
	void writeWhenConnectionCannotBeReturnedHasSucceeded() throws SQLException {
		willThrow(new SQLException("connection reset", "08006")).given(this.connection).close();
		assertThat(count()).isOne();
	}

	@Test
	void writeWhenWorkThrowsRollsBack() throws SQLException {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.transactions.write((statements) -> {
				throw new IllegalStateException("by the test");
			}));
		then(this.connection).should().rollback();
		then(this.connection).should().close();
	}

	@Test
	void operationWhenThereIsNoConnectionWasNotCarriedOut() throws SQLException {
		willDoNothing().given(this.connection).close();
		given(this.dataSource.getConnection()).willThrow(new SQLException("refused", "08001"));
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.transactions.write((statements) -> this.runs.incrementAndGet()))
			.matches((ex) -> !ex.outcomeUnknown());
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.transactions.read((statements) -> this.runs.incrementAndGet()))
			.matches((ex) -> !ex.outcomeUnknown());
		assertThat(this.runs).hasValue(0);
	}

	private int count() {
		return this.transactions.write((statements) -> this.runs.incrementAndGet());
	}

}
