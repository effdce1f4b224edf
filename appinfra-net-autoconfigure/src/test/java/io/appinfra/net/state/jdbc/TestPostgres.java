package io.appinfra.net.state.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.util.FileSystemUtils;

import io.appinfra.net.state.EngineProcess;

/**
 * A PostgreSQL server for tests, which leaves nothing outside the build's directory.
 */
public final class TestPostgres implements EngineProcess {

	private final Path data;

	private EmbeddedPostgres server;

	private TestPostgres(Path data) throws IOException {
		this.data = data;
		this.server = builder().start();
	}

	public static TestPostgres start() throws IOException {
		Path parent = Files.createDirectories(Path.of("target", "postgres"));
		return new TestPostgres(Files.createTempDirectory(parent, "data").toAbsolutePath());
	}

	private EmbeddedPostgres.Builder builder() {
		return EmbeddedPostgres.builder()
			.setOverrideWorkingDirectory(new File("target/postgres"))
			.setDataDirectory(this.data)
			.setCleanDataDirectory(false)
			.setServerConfig("synchronous_commit", "on");
	}

	/**
	 * Start a standby, which follows this server from a copy of its data.
	 * @return the standby
	 * @throws IOException if it does not start
	 */
	TestPostgres startStandby() throws IOException {
		int port = port();
		Path copy = this.data.resolveSibling(this.data.getFileName() + "-standby");
		this.server.close();
		FileSystemUtils.copyRecursively(this.data, copy);
		Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
		Files.createFile(copy.resolve("standby.signal"));
		Files.writeString(copy.resolve("postgresql.auto.conf"),
				"primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(port),
				StandardOpenOption.APPEND);
		this.server = builder().setPort(port).start();
		return new TestPostgres(copy);
	}

	Connection connect() throws SQLException {
		return this.server.getPostgresDatabase().getConnection();
	}

	public int port() {
		return this.server.getPort();
	}

	public HikariDataSource pool(String user, int size) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://localhost:%d/postgres".formatted(port()));
		config.setUsername(user);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(5000);
		config.setConnectionInitSql(JdbcDialect.POSTGRESQL.endOfIdleTransactions(Duration.ofSeconds(20)));
		return new HikariDataSource(config);
	}

	@Override
	public Stream<ProcessHandle> processes() {
		try (Stream<String> lines = Files.lines(this.data.resolve("postmaster.pid"))) {
			ProcessHandle server = ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow())).orElseThrow();
			return Stream.concat(Stream.of(server), server.descendants());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Kill the server, and start it again with what it had on its disk.
	 * @throws IOException if it does not start
	 */
	public void restart() throws IOException {
		kill();
		startAgain();
	}

	@Override
	public void startAgain() throws IOException {
		int port = port();
		this.server.close();
		this.server = builder().setPort(port).start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		FileSystemUtils.deleteRecursively(this.data);
	}

}
