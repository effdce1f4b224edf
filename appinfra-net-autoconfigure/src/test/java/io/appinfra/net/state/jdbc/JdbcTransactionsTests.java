package io.appinfra.net.state.jdbc;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willDoNothing;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.withSettings;

/**
 * Tests for {@link JdbcTransactions}: what is run again, and what never is.
 */
class JdbcTransactionsTests {

	private final DataSource dataSource = mock(DataSource.class, withSettings().extraInterfaces(Closeable.class));

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
	void writeWhenTransactionWasEndedWhileIdleWasNotCarriedOut() throws SQLException {
		willThrow(new SQLException("terminating connection due to idle-in-transaction timeout", "25P03"))
			.given(this.connection)
			.commit();
		assertThatExceptionOfType(StateUnavailableException.class)
			.isThrownBy(() -> this.transactions.write((statements) -> this.runs.incrementAndGet()))
			.withMessageContaining("It was not carried out")
			.matches((ex) -> !ex.outcomeUnknown());
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
	void writeAtOnceBeginsNoTransaction() throws SQLException {
		assertThat(this.transactions.<Integer>writeAtOnce((statements) -> this.runs.incrementAndGet())).isOne();
		then(this.connection).should(never()).setAutoCommit(false);
		then(this.connection).should(never()).commit();
		then(this.connection).should().close();
	}

	@Test
	void writeAtOnceWhenRolledBackBecauseOfOthersRunsAgain() {
		Integer result = this.transactions.writeAtOnce((statements) -> {
			int run = this.runs.incrementAndGet();
			if (run == 1) {
				throw new SQLException("deadlock detected", "40P01");
			}
			return run;
		});
		assertThat(result).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "08006", "57P01", "" })
	void writeAtOnceWhenAnswerIsLostIsUnknownAndNotRepeated(String state) {
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> failAtOnce(state))
			.withMessageContaining("It may have been carried out")
			.matches(StateUnavailableException::outcomeUnknown);
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void writeAtOnceWhenDatabaseRefusesWasNotCarriedOut() {
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> failAtOnce("42501"))
			.withMessageContaining("It was not carried out")
			.matches((ex) -> !ex.outcomeUnknown());
		assertThat(this.runs).hasValue(1);
	}

	private void failAtOnce(String state) {
		this.transactions.writeAtOnce((statements) -> {
			this.runs.incrementAndGet();
			throw new SQLException("by the test", state.isEmpty() ? null : state);
		});
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

	@Test
	void operationWhenRefusedThrowsWithoutConnection() throws SQLException {
		this.transactions.refuse();
		assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(this::count);
		assertThatExceptionOfType(ServerShutdownException.class)
			.isThrownBy(() -> this.transactions.read((statements) -> this.runs.incrementAndGet()));
		assertThat(this.runs).hasValue(0);
		then(this.dataSource).should(never()).getConnection();
	}

	@Test
	void closeWaitsForOperationsThenClosesThePool() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		FutureTask<Integer> operation = start(() -> this.transactions.write((statements) -> {
			begun.countDown();
			return await(goOn) ? this.runs.incrementAndGet() : 0;
		}), new AtomicReference<>());
		begun.await();
		this.transactions.refuse();
		AtomicReference<Thread> closer = new AtomicReference<>();
		FutureTask<?> closing = start(() -> {
			this.transactions.close();
			return null;
		}, closer);
		Awaitility.await().until(() -> closer.get().getState() == Thread.State.TIMED_WAITING);
		then((Closeable) this.dataSource).should(never()).close();
		goOn.countDown();
		assertThat(operation.get()).isOne();
		closing.get();
		InOrder order = inOrder(this.connection, this.dataSource);
		order.verify(this.connection).commit();
		order.verify(this.connection).close();
		order.verify((Closeable) this.dataSource).close();
	}

	@Test
	void closeWhenInterruptedClosesThePoolAtOnce() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		FutureTask<Integer> operation = start(() -> this.transactions.read((statements) -> {
			begun.countDown();
			return await(goOn) ? 1 : 0;
		}), new AtomicReference<>());
		begun.await();
		Thread.currentThread().interrupt();
		this.transactions.close();
		assertThat(Thread.interrupted()).isTrue();
		then((Closeable) this.dataSource).should().close();
		goOn.countDown();
		assertThat(operation.get()).isOne();
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> FutureTask<T> start(Callable<T> callable, AtomicReference<Thread> thread) {
		FutureTask<T> task = new FutureTask<>(callable);
		thread.set(new Thread(task));
		thread.get().start();
		return task;
	}

	private int count() {
		return this.transactions.write((statements) -> this.runs.incrementAndGet());
	}

}
