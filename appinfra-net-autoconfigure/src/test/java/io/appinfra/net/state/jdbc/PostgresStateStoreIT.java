package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.view.EndOfCompute;
import io.appinfra.net.test.StateStoreContractTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcStateStore} on PostgreSQL.
 */
class PostgresStateStoreIT extends StateStoreContractTests {

	private static TestPostgres postgres;

	@BeforeAll
	static void startPostgres() throws IOException {
		postgres = TestPostgres.start();
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		postgres.close();
	}

	@Test
	void createWhenTablesAreThereWaitsForNobodyWhoWrites() throws SQLException {
		try (HikariDataSource pool = postgres.pool("postgres", 2); Connection writer = pool.getConnection()) {
			JdbcSchema schema = new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_");
			schema.create();
			writer.setAutoCommit(false);
			try (Statement statement = writer.createStatement()) {
				statement.execute("LOCK TABLE APPINFRA_ENTRIES IN ROW EXCLUSIVE MODE");
			}
			assertThat(CompletableFuture.runAsync(schema::create)).succeedsWithin(Duration.ofSeconds(60));
			writer.rollback();
		}
	}

	@Override
	protected int rounds() {
		return 50;
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		HikariDataSource pool = postgres.pool("postgres", 10);
		new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
		return new JdbcStateStore(pool, JdbcDialect.POSTGRESQL,
				new JdbcStoreSettings(UUID.randomUUID().toString(), "APPINFRA_", Duration.ofSeconds(10),
						Duration.ofMinutes(2), Duration.ofMillis(50), new StateLimits(maxEntries, maxValueSize)));
	}

	@Test
	@Tag("full")
	void computeWhenOthersAreFasterEachTimeEnds() {
		try (StateStore store = createStore(100, 1000)) {
			EndOfCompute.checkWithRivals(store, new StateSession(store, "here"));
		}
	}

}
