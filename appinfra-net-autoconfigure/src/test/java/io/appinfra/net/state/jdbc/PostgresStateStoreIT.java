package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.appinfra.net.test.StateStoreContractTests;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateStore;

class PostgresStateStoreIT extends StateStoreContractTests {

	private static EmbeddedPostgres postgres;

	@BeforeAll
	static void startPostgres() throws IOException {
		postgres = EmbeddedPostgres.start();
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		postgres.close();
	}

	@Override
	protected StateStore createStore(int maxEntries, long maxValueSize) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
		config.setUsername("postgres");
		config.setMaximumPoolSize(10);
		HikariDataSource pool = new HikariDataSource(config);
		new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
		return new JdbcStateStore(pool, JdbcDialect.POSTGRESQL,
				new JdbcStoreSettings(UUID.randomUUID().toString(), "APPINFRA_", Duration.ofSeconds(10),
						Duration.ofSeconds(10), Duration.ofMillis(50), new StateLimits(maxEntries, maxValueSize)));
	}

}
