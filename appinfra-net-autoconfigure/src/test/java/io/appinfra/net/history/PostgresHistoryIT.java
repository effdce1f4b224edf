package io.appinfra.net.history;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;

import io.appinfra.net.state.jdbc.JdbcDialect;
import io.appinfra.net.state.jdbc.JdbcSchema;
import io.appinfra.net.state.jdbc.TestPostgres;

/**
 * The history of a shared state in PostgreSQL.
 */
@Tag("full")
class PostgresHistoryIT extends EngineHistoryIT {

	private TestPostgres postgres;

	@Override
	String engine() {
		return "postgresql";
	}

	@Override
	void startServer() throws Exception {
		this.postgres = TestPostgres.start();
		try (HikariDataSource pool = this.postgres.pool("postgres", 1)) {
			new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
		}
	}

	@Override
	int port() {
		return this.postgres.port();
	}

	@Override
	void signalServer(String signal) {
		this.postgres.signal(signal);
	}

	@Override
	void restartServer() throws Exception {
		this.postgres.restart();
	}

	@Override
	void stopServer() throws Exception {
		this.postgres.close();
	}

}
