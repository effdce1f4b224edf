package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;

import io.appinfra.net.state.EngineProcess;

/**
 * A server of MariaDB or MySQL for tests, which has a user {@code root} without password
 * and a database {@code state}.
 */
public final class InnoDbServer implements EngineProcess {

	private static final int NO_SUCH_CONNECTION = 1094;

	private final Path directory;

	private final List<String> command;

	private final String scheme;

	private final int port;

	private Process server;

	private InnoDbServer(Path directory, List<String> command, String scheme) throws IOException {
		this.directory = directory;
		this.command = command;
		this.scheme = scheme;
		this.port = freePort();
		this.server = startServer();
	}

	/**
	 * Start a server.
	 * @param directory where it keeps its data
	 * @param install the command that makes its tables, without the directory of data
	 * @param command the command that starts it, without the directory of data
	 * @param scheme the scheme of the URLs of its driver
	 * @return the server
	 * @throws Exception if it does not start
	 */
	static InnoDbServer start(Path directory, List<String> install, List<String> command, String scheme)
			throws Exception {
		run(directory, install).waitFor();
		InnoDbServer started = new InnoDbServer(directory, command, scheme);
		started.awaitAnswer();
		return started;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private Process startServer() throws IOException {
		List<String> line = new ArrayList<>(this.command);
		line.addAll(List.of("--socket=" + this.directory.resolve("socket"), "--port=" + this.port,
				"--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0"));
		return run(this.directory, line);
	}

	private static Process run(Path directory, List<String> command) throws IOException {
		List<String> line = new ArrayList<>(command);
		line.add("--datadir=" + directory.resolve("data"));
		line.add("--user=" + System.getProperty("user.name"));
		return new ProcessBuilder(line).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
			.start();
	}

	private void awaitAnswer() {
		Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(this::createDatabase);
	}

	private boolean createDatabase() throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE IF NOT EXISTS state");
			return true;
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(url(this.scheme, ""), "root", "");
	}

	/**
	 * Return the URL of the database.
	 * @return the URL
	 */
	public String url() {
		return url(this.scheme);
	}

	/**
	 * Return the URL by which a driver connects to the database.
	 * @param scheme {@code mariadb} or {@code mysql}
	 * @return the URL
	 */
	public String url(String scheme) {
		return url(scheme, "state");
	}

	private String url(String scheme, String database) {
		return "jdbc:%s://127.0.0.1:%d/%s".formatted(scheme, this.port, database);
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
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (long other : others(statement)) {
				kill(statement, other);
			}
		}
	}

	private static List<Long> others(Statement statement) throws SQLException {
		List<Long> others = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery("SELECT ID FROM information_schema.PROCESSLIST"
				+ " WHERE COMMAND <> 'Daemon' AND USER = 'root' AND ID <> CONNECTION_ID()")) {
			while (rows.next()) {
				others.add(rows.getLong(1));
			}
		}
		return others;
	}

	private static void kill(Statement statement, long connection) throws SQLException {
		try {
			statement.execute("KILL CONNECTION " + connection);
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != NO_SUCH_CONNECTION) {
				throw ex;
			}
		}
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
