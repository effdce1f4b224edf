package io.appinfra.net.state.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;

import io.appinfra.net.state.EngineProcess;

/**
 * A MariaDB server for tests, from the programs of the system.
 */
public final class TestMariaDb implements EngineProcess {

	private final Path directory;

	private final int port;

	private Process server;

	private TestMariaDb(Path directory, int port) throws IOException {
		this.directory = directory;
		this.port = port;
		this.server = startServer();
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

	/**
	 * Start a server with an empty database.
	 * @param directory where it keeps its data
	 * @return the server
	 * @throws Exception if it does not start
	 */
	public static TestMariaDb start(Path directory) throws Exception {
		run(directory, program("mariadb-install-db").orElseThrow(), "--no-defaults", "--datadir=" + data(directory),
				"--auth-root-authentication-method=normal", "--skip-test-db", user())
			.waitFor();
		TestMariaDb started = new TestMariaDb(directory, freePort());
		started.awaitAnswer();
		return started;
	}

	private Process startServer() throws IOException {
		return run(this.directory, program("mariadbd").orElseThrow(), "--no-defaults",
				"--datadir=" + data(this.directory), "--socket=" + this.directory.resolve("socket"),
				"--port=" + this.port, "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0", user());
	}

	private void awaitAnswer() {
		Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(this::createDatabase);
	}

	private static Path data(Path directory) {
		return directory.resolve("data");
	}

	private static String user() {
		return "--user=" + System.getProperty("user.name");
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

	private boolean createDatabase() throws SQLException {
		return execute("CREATE DATABASE IF NOT EXISTS state");
	}

	private boolean execute(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url(""), "root", "");
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
			return true;
		}
	}

	private String url(String database) {
		return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(this.port, database);
	}

	/**
	 * Return the URL of the database, which has a user {@code root} without password.
	 * @return the URL
	 */
	public String url() {
		return url("state");
	}

	HikariDataSource pool(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url());
		pool.setUsername("root");
		pool.setPassword("");
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(1);
		pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		return pool;
	}

	/**
	 * Cut all connections of others.
	 * @throws SQLException if the server does not answer
	 */
	public void cut() throws SQLException {
		execute("""
				BEGIN NOT ATOMIC
					FOR other IN (SELECT id FROM information_schema.processlist
							WHERE command <> 'Daemon' AND id <> CONNECTION_ID()) DO
						BEGIN
							DECLARE CONTINUE HANDLER FOR 1094 SET @gone = other.id;
							KILL CONNECTION other.id;
						END;
					END FOR;
				END""");
	}

	@Override
	public Stream<ProcessHandle> processes() {
		return Stream.of(this.server.toHandle());
	}

	@Override
	public void startAgain() throws IOException {
		this.server = startServer();
		awaitAnswer();
	}

	@Override
	public void close() {
		this.server.destroy();
		this.server.onExit().join();
	}

}
