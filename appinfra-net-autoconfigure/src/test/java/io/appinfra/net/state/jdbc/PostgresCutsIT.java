package io.appinfra.net.state.jdbc;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.appinfra.net.state.CutConnections;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateStore;

/**
 * Tests that {@link JdbcStateStore} carries out an operation at most once.
 */
@Tag("full")
class PostgresCutsIT {

	@Test
	void addAndGetWhenConnectionsAreCutIsCarriedOutAtMostOnce() throws Exception {
		try (TestPostgres postgres = TestPostgres.start()) {
			try (HikariDataSource pool = postgres.pool("postgres", 1)) {
				new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
			}
			CutConnections.check(postgres.port(), PostgresCutsIT::store);
		}
	}

	private static StateStore store(int port) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port));
		pool.setUsername("postgres");
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(1);
		pool.setConnectionTimeout(10_000);
		pool.setInitializationFailTimeout(-1);
		pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		return new JdbcStateStore(pool, JdbcDialect.POSTGRESQL, new JdbcStoreSettings("cuts", "APPINFRA_",
				Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMillis(500), new StateLimits(1000, 1000)));
	}

}
