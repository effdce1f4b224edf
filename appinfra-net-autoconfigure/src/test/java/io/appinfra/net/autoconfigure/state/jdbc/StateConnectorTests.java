package io.appinfra.net.autoconfigure.state.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StateConnector}.
 */
class StateConnectorTests {

	private final Connection connection = mock(Connection.class);

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void connectionWhenDatabaseComesBackIsThereWithoutAnotherRequest() throws SQLException {
		StateConnector connector = connector(null, refused(), refused(), new SQLException("starting up", "57P03"));
		assertThat(connector.getConnection()).isSameAs(this.connection);
		assertThat((Throwable) connector.failure()).isNull();
	}

	@Test
	void connectionWhenUserIsNamedComesFromTheDriverWithThatUser() throws SQLException {
		StateConnector connector = connector(null, refused());
		assertThat(connector.getConnection("user", "password")).isSameAs(this.connection);
	}

	@Test
	void connectionWhenDatabaseRefusesTheUserFailsAtOnce() {
		SQLException refused = new SQLException("wrong password", "28P01");
		StateConnector connector = connector(null, refused);
		assertThatExceptionOfType(SQLException.class).isThrownBy(connector::getConnection).isSameAs(refused);
		assertThat((Throwable) connector.failure()).isSameAs(refused);
	}

	@Test
	void connectionWhenThreadIsInterruptedFailsWithTheReason() {
		SQLException refused = refused();
		StateConnector connector = connector(null, refused);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(SQLException.class).isThrownBy(connector::getConnection).isSameAs(refused);
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void connectionWhenThereIsAFirstStatementHasExecutedIt() throws SQLException {
		Statement statement = mock(Statement.class);
		given(this.connection.createStatement()).willReturn(statement);
		connector("SET x = 1").getConnection();
		then(statement).should().execute("SET x = 1");
		then(this.connection).should().setNetworkTimeout(any(), eq(0));
	}

	@Test
	void connectionWhenFirstStatementFailsIsClosed() throws SQLException {
		Statement statement = mock(Statement.class);
		given(this.connection.createStatement()).willReturn(statement);
		willThrow(new SQLException("unknown", "42704")).given(statement).execute("SET x = 1");
		assertThatExceptionOfType(SQLException.class).isThrownBy(connector("SET x = 1")::getConnection)
			.withMessage("unknown");
		then(this.connection).should().close();
	}

	private static SQLException refused() {
		return new SQLException("connection refused", "08001");
	}

	private StateConnector connector(String firstStatement, SQLException... failures) {
		Deque<SQLException> left = new ArrayDeque<>(List.of(failures));
		return new StateConnector(new AbstractDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				if (!left.isEmpty()) {
					throw left.pop();
				}
				return StateConnectorTests.this.connection;
			}

			@Override
			public Connection getConnection(String username, String password) throws SQLException {
				assertThat(username).isEqualTo("user");
				assertThat(password).isEqualTo("password");
				return getConnection();
			}

		}, (database) -> firstStatement);
	}

}
