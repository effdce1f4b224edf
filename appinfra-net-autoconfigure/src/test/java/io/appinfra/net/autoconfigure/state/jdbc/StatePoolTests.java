package io.appinfra.net.autoconfigure.state.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StatePool}.
 */
class StatePoolTests {

	@ParameterizedTest
	@CsvSource({ "08006,true", "08001,true", "57P01,true", "57P03,true", "57014,false", "42P01,false", ",false" })
	void failureWhenConnectionHasEndedIsCut(@Nullable String state, boolean cut) {
		assertThat(StatePool.isCut(new IllegalStateException(new SQLException("reason", state)))).isEqualTo(cut);
	}

	@Test
	void connectionWhenDatabaseIsAwayFailsWithTheReason() throws IOException {
		HikariDataSource application = new HikariDataSource();
		application.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/shop".formatted(unusedPort()));
		try (application; HikariDataSource pool = StatePool.create(null, application, 1, Duration.ofMillis(300))) {
			assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(pool::getConnection)
				.havingCause()
				.isInstanceOf(SQLException.class)
				.withMessageContaining("refused");
		}
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Test
	void poolWhenMadeHasWhatConnectionsOfTheApplicationHave() {
		HikariDataSource application = new HikariDataSource();
		application.setJdbcUrl("jdbc:h2:mem:pool");
		application.setSchema("SHOP");
		application.setCatalog("POOL");
		application.addDataSourceProperty("user", "sa");
		application.setConnectionInitSql("SET LOCK_TIMEOUT 1000");
		try (application; HikariDataSource pool = StatePool.create(null, application, 1, Duration.ofSeconds(1))) {
			assertThat(pool.getSchema()).isEqualTo("SHOP");
			assertThat(pool.getCatalog()).isEqualTo("POOL");
			assertThat(pool.getDataSourceProperties()).containsEntry("user", "sa");
			assertThat(pool.getConnectionInitSql()).isEqualTo("SET LOCK_TIMEOUT 1000");
		}
	}

}
