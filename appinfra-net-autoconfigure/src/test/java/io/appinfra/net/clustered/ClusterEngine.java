package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.appinfra.net.state.jdbc.TestMariaDb;
import io.appinfra.net.state.jdbc.TestPostgres;
import io.appinfra.net.state.redis.RedisProcess;

/**
 * What instances share.
 */
interface ClusterEngine extends AutoCloseable {

	List<String> args();

	/**
	 * Cut all connections.
	 */
	void cut() throws Exception;

	/**
	 * Send a signal to the processes of the server.
	 * @param signal its name
	 */
	void signal(String signal);

	/**
	 * Kill the server.
	 */
	void kill();

	/**
	 * Start the server that was killed.
	 */
	void startAgain() throws IOException;

	@Override
	void close() throws IOException;

	static ClusterEngine start(String kind, Path directory) throws Exception {
		return switch (kind) {
			case "redis" -> new Redis(new RedisProcess());
			case "postgresql" -> new Postgres(TestPostgres.start());
			case "mariadb" -> new MariaDb(TestMariaDb.start(directory));
			default -> throw new IllegalArgumentException(kind);
		};
	}

	/**
	 * Redis.
	 *
	 * @param process the server
	 */
	record Redis(RedisProcess process) implements ClusterEngine {

		@Override
		public List<String> args() {
			return List.of("--appinfra.net.state.store=redis", "--clustered.redis-port=" + this.process.port(),
					"--spring.datasource.generate-unique-name=true");
		}

		@Override
		public void cut() throws IOException {
			this.process.command("CLIENT KILL TYPE normal");
			this.process.command("CLIENT KILL TYPE pubsub");
		}

		@Override
		public void signal(String signal) {
			this.process.signal(signal);
		}

		@Override
		public void kill() {
			this.process.kill();
		}

		@Override
		public void startAgain() {
			this.process.start();
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

	/**
	 * PostgreSQL.
	 *
	 * @param server the server
	 */
	record Postgres(TestPostgres server) implements ClusterEngine {

		private String url() {
			return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(this.server.port());
		}

		@Override
		public List<String> args() {
			return List.of("--appinfra.net.state.store=jdbc", "--appinfra.net.state.jdbc.initialize-schema=always",
					"--spring.datasource.url=" + url(), "--spring.datasource.username=postgres");
		}

		@Override
		public void cut() throws SQLException {
			try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
					Statement statement = connection.createStatement()) {
				statement
					.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
							+ "AND backend_type = 'client backend'");
			}
		}

		@Override
		public void signal(String signal) {
			this.server.signal(signal);
		}

		@Override
		public void kill() {
			this.server.kill();
		}

		@Override
		public void startAgain() throws IOException {
			this.server.startAgain();
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

	/**
	 * MariaDB.
	 *
	 * @param server the server
	 */
	record MariaDb(TestMariaDb server) implements ClusterEngine {

		@Override
		public List<String> args() {
			return List.of("--appinfra.net.state.store=jdbc", "--appinfra.net.state.jdbc.initialize-schema=always",
					"--spring.datasource.url=" + this.server.url(), "--spring.datasource.username=root");
		}

		@Override
		public void cut() throws SQLException {
			this.server.cut();
		}

		@Override
		public void signal(String signal) {
			this.server.signal(signal);
		}

		@Override
		public void kill() {
			this.server.kill();
		}

		@Override
		public void startAgain() throws IOException {
			this.server.startAgain();
		}

		@Override
		public void close() {
			this.server.close();
		}

	}

}
