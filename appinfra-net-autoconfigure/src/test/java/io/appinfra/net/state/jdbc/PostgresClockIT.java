package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.appinfra.net.state.ClockJumps;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateStore;

/**
 * Tests of {@link JdbcStateStore} where the clock of PostgreSQL jumps: connections find a
 * function of its name before that of the server, which adds what a table says.
 */
@Tag("full")
class PostgresClockIT {

	private static final Duration LEASE = Duration.ofMinutes(3);

	private static TestPostgres postgres;

	private static HikariDataSource owner;

	private final String namespace = UUID.randomUUID().toString();

	@BeforeAll
	static void startPostgres() throws IOException {
		postgres = TestPostgres.start();
		owner = postgres.pool("postgres", 2);
		new JdbcSchema(owner, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
		execute("CREATE SCHEMA skewed");
		execute("CREATE TABLE skewed.skew AS SELECT 0 AS seconds");
		execute("CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql AS "
				+ "'SELECT pg_catalog.clock_timestamp() + seconds * INTERVAL ''1 second'' FROM skewed.skew'");
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		owner.close();
		postgres.close();
	}

	@AfterEach
	void resetClock() {
		setClock(0);
	}

	@Test
	void leasesWhenClockIsPutBackNeitherEndEarlyNorNever() throws Exception {
		try (HikariDataSource pool = pool(); StateStore store = store()) {
			JdbcTransactions transactions = new JdbcTransactions(pool, new SqlText("APPINFRA_", JdbcDialect.POSTGRESQL),
					Duration.ofSeconds(10));
			JdbcSessions sessions = new JdbcSessions(transactions, this.namespace, LEASE.toNanos() / 1000);
			new ClockJumps(store, PostgresClockIT::setClock).back(sessions::sweep, LEASE.multipliedBy(10));
		}
	}

	@Test
	void leasesWhenClockIsPutForwardEnd() throws Exception {
		try (StateStore store = store()) {
			new ClockJumps(store, PostgresClockIT::setClock).forward();
		}
	}

	private StateStore store() {
		return new JdbcStateStore(pool(), JdbcDialect.POSTGRESQL, new JdbcStoreSettings(this.namespace, "APPINFRA_",
				Duration.ofSeconds(10), LEASE, Duration.ofMillis(100), new StateLimits(1000, 1000)));
	}

	private static HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(owner.getJdbcUrl());
		pool.setUsername("postgres");
		pool.setMaximumPoolSize(4);
		pool.setConnectionInitSql("SET search_path TO skewed, pg_catalog, public");
		return pool;
	}

	private static void setClock(long seconds) {
		execute("UPDATE skewed.skew SET seconds = " + seconds);
	}

	private static void execute(String sql) {
		JdbcClient.create(owner).sql(sql).update();
	}

}
