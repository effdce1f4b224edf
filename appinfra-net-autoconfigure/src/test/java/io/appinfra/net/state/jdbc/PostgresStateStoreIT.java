package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.appinfra.net.test.StateStoreContractTests;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateStore;

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

}
