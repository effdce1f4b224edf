package io.appinfra.net.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.redis.RedisProcess;
import io.appinfra.net.state.redis.RedisStateStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that holds a lock is frozen before it writes what the lock guards. It writes
 * as the documentation says: to a table that refuses lower fencing tokens.
 */
@Tag("full")
@Timeout(120)
class FencingIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String WRITE = "UPDATE report SET content = ?, token = ? WHERE id = ? AND token <= ?";

	@Test
	void writeOfFrozenHolderIsRefusedOnceAnotherHasTheLock() throws Exception {
		EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
			.generateUniqueName(true)
			.build();
		JdbcClient register = JdbcClient.create(database);
		register.sql("CREATE TABLE report (id INT, content VARCHAR(20), token BIGINT)").update();
		register.sql("INSERT INTO report VALUES (1, 'none', 0)").update();
		try (RedisProcess redis = new RedisProcess();
				Holder holder = new Holder(redis.port());
				RedisStateStore store = FencedProcess.store(redis.port());
				StateSession session = new StateSession(store, "here")) {
			long token = Long.parseLong(holder.read());
			holder.signal("STOP");
			Optional<HeldLock> early = session.lock(FencedProcess.LOCK, FencedProcess.LEASE.dividedBy(4));
			holder.signal("CONT");
			assertThat(early).isEmpty();
			assertThat(holder.isHeld()).isTrue();
			assertThat(write(register, "first", token)).isTrue();
			holder.signal("STOP");
			HeldLock taken = session.lock(FencedProcess.LOCK, LONG).orElseThrow();
			assertThat(taken.fencingToken()).isGreaterThan(token);
			assertThat(write(register, "second", taken.fencingToken())).isTrue();
			holder.signal("CONT");
			assertThat(write(register, "late", token)).isFalse();
			assertThat(holder.isHeld()).isFalse();
			assertThat(register.sql("SELECT content FROM report").query(String.class).single()).isEqualTo("second");
		}
		finally {
			database.shutdown();
		}
	}

	private static boolean write(JdbcClient register, String content, long token) {
		return register.sql(WRITE).params(content, token, 1, token).update() == 1;
	}

	/**
	 * The process that holds the lock.
	 */
	private static final class Holder implements AutoCloseable {

		private final Process process;

		private final BufferedReader output;

		Holder(int port) throws IOException {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
					FencedProcess.class.getName(), "" + port, "holder")
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.output = this.process.inputReader();
		}

		/**
		 * Return the next line that is no line of a log.
		 */
		String read() throws IOException {
			String line = this.output.readLine();
			while (!line.matches("[0-9]+|true|false")) {
				line = this.output.readLine();
			}
			return line;
		}

		boolean isHeld() throws IOException {
			this.process.outputWriter().append('?').flush();
			return Boolean.parseBoolean(read());
		}

		void signal(String signal) throws IOException, InterruptedException {
			new ProcessBuilder("kill", "-" + signal, "" + this.process.pid()).start().waitFor();
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
			this.process.onExit().join();
		}

	}

}
