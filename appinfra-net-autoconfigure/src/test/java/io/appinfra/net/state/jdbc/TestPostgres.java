package io.appinfra.net.state.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.appinfra.net.state.EngineProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.util.FileSystemUtils;

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
