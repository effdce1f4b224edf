package io.appinfra.net.state.jdbc;

import java.io.File;
import java.io.IOException;
import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server for tests, which leaves nothing outside the build's directory.
 */
final class TestPostgres implements AutoCloseable {

	private final EmbeddedPostgres server;

	private TestPostgres(EmbeddedPostgres server) {
		this.server = server;
	}

	static TestPostgres start() throws IOException {
		return new TestPostgres(
				EmbeddedPostgres.builder().setOverrideWorkingDirectory(new File("target/postgres")).start());
	}

	HikariDataSource pool(String user, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://localhost:%d/postgres".formatted(this.server.getPort()));
		config.setUsername(user);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(5000);
		config.setConnectionInitSql(JdbcDialect.POSTGRESQL.endOfIdleTransactions(Duration.ofSeconds(1)));
		return new HikariDataSource(config);
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
