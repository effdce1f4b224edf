package io.appinfra.net.state.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;

/**
 * A MariaDB server for tests, from the programs of the system.
 */
final class TestMariaDb implements AutoCloseable {

	private final Process server;

	private final String url;

	private TestMariaDb(Process server, String url) {
		this.server = server;
		this.url = url;
	}

	static boolean isInstalled() {
		return program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
	}

	private static Optional<String> program(String name) {
		return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	static TestMariaDb start(Path directory) throws Exception {
		Path data = directory.resolve("data");
		String user = "--user=" + System.getProperty("user.name");
		run(directory, program("mariadb-install-db").orElseThrow(), "--no-defaults", "--datadir=" + data,
				"--auth-root-authentication-method=normal", "--skip-test-db", user)
			.waitFor();
		int port = freePort();
		Process server = run(directory, program("mariadbd").orElseThrow(), "--no-defaults", "--datadir=" + data,
				"--socket=" + directory.resolve("socket"), "--port=" + port, "--bind-address=127.0.0.1",
				"--innodb-flush-log-at-trx-commit=0", user);
		TestMariaDb started = new TestMariaDb(server, "jdbc:mariadb://127.0.0.1:%d/".formatted(port));
		Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(started::createDatabase);
		return started;
	}

	private static Process run(Path directory, String... command) throws IOException {
		List<String> line = new ArrayList<>(List.of(command));
		File log = directory.resolve("log").toFile();
		return new ProcessBuilder(line).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private boolean createDatabase() throws Exception {
		try (var connection = DriverManager.getConnection(this.url, "root", "");
				var statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE IF NOT EXISTS state");
			return true;
		}
	}

	HikariDataSource pool(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(this.url + "state");
		pool.setUsername("root");
		pool.setPassword("");
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(1);
		pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		return pool;
	}

	@Override
	public void close() {
		this.server.destroy();
		this.server.onExit().join();
	}

}
