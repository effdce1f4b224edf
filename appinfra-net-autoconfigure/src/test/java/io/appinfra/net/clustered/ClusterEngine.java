package io.appinfra.net.clustered;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.appinfra.net.state.EngineProcess;
import io.appinfra.net.state.jdbc.InnoDbServer;
import io.appinfra.net.state.jdbc.TestMariaDb;
import io.appinfra.net.state.jdbc.TestMySql;
import io.appinfra.net.state.jdbc.TestPostgres;
import io.appinfra.net.state.redis.RedisProcess;

/**
 * What instances share.
 *
 * @param server the server
 * @param args the arguments of an instance
 * @param connections cuts all connections
 */
record ClusterEngine(EngineProcess server, List<String> args, Cut connections) implements AutoCloseable {

	static ClusterEngine start(String kind, Path directory) throws Exception {
		return switch (kind) {
			case "redis" -> of(new RedisProcess());
			case "postgresql" -> of(TestPostgres.start());
			case "mariadb" -> of(TestMariaDb.start(directory));
			case "mysql" -> of(TestMySql.start(directory));
			default -> throw new IllegalArgumentException(kind);
		};
	}

	private static ClusterEngine of(RedisProcess redis) {
		List<String> args = List.of("--appinfra.net.state.store=redis", "--clustered.redis-port=" + redis.port(),
				"--spring.datasource.generate-unique-name=true");
		return new ClusterEngine(redis, args, () -> {
			redis.command("CLIENT KILL TYPE normal");
			redis.command("CLIENT KILL TYPE pubsub");
		});
	}

	private static ClusterEngine of(TestPostgres postgres) {
		String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port());
		return new ClusterEngine(postgres, args(url, "postgres"), () -> cutPostgres(url));
	}

	private static void cutPostgres(String url) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, "postgres", "");
				Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
					+ "AND backend_type = 'client backend'");
		}
	}

	private static ClusterEngine of(InnoDbServer server) {
		return new ClusterEngine(server, args(server.url(), "root"), server::cut);
	}

	private static List<String> args(String url, String user) {
		return List.of("--appinfra.net.state.store=jdbc", "--appinfra.net.state.jdbc.initialize-schema=always",
				"--spring.datasource.url=" + url, "--spring.datasource.username=" + user);
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	/**
	 * Cuts all connections.
	 */
	interface Cut {

		void cut() throws Exception;

	}

}
