package io.appinfra.net.state.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcStateStore} when PostgreSQL's primary dies and its standby is
 * promoted.
 */
@Tag("full")
@Timeout(180)
class PostgresReplicationIT {

	private static final byte[] VALUE = "1".getBytes(StandardCharsets.UTF_8);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final String namespace = UUID.randomUUID().toString();

	private final ExecutorService writer = Executors.newSingleThreadExecutor();

	private TestPostgres primary;

	private TestPostgres standby;

	@AfterEach
	void stop() throws Exception {
		this.writer.shutdownNow();
		this.standby.close();
		this.primary.close();
	}

	@Test
	void failoverWhenStandbyIsBehindLosesWhatItHasNotAndTokensGrowOn() throws Exception {
		start("");
		try (JdbcStateStore store = store()) {
			store.put("map", "kept", VALUE);
			long kept = token(store, "kept");
			awaitReplayed();
			this.standby.kill();
			store.put("map", "lost", VALUE);
			long lost = token(store, "lost");
			assertThat(lost).isGreaterThan(kept);
			this.primary.kill();
			this.standby.startAgain();
			promote();
			awaitWrites(store);
			assertThat(store.entries("map")).containsKey("kept").doesNotContainKey("lost");
			assertThat(token(store, "later")).isGreaterThan(lost);
		}
	}

	@Test
	void failoverWhenStandbyLacksThatALockWasFreedAndAWorkerAdmittedMakesThemGood() throws Exception {
		start("");
		try (JdbcStateStore store = store(); JdbcStateStore other = store()) {
			store.admit("one");
			other.admit("two");
			long held = store.lock("held", "one", Duration.ZERO).orElseThrow();
			long freed = store.lock("freed", "one", Duration.ZERO).orElseThrow();
			awaitReplayed();
			this.standby.kill();
			store.admit("worker", "one");
			store.unlock("freed", freed);
			this.primary.kill();
			this.standby.startAgain();
			promote();
			awaitWrites(store);
			awaitWrites(other);
			assertThat(other.lock("freed", "two", LONG)).isPresent();
			Awaitility.await().atMost(LONG).until(() -> store.lock("own", "worker", Duration.ZERO).isPresent());
			assertThat(other.lock("held", "two", Duration.ZERO)).isEmpty();
			store.unlock("held", held);
			assertThat(other.lock("held", "two", Duration.ZERO)).isPresent();
		}
	}

	@Test
	void failoverWhenStandbyIsSynchronousLosesNothing() throws Exception {
		start("*");
		try (JdbcStateStore store = store()) {
			Queue<String> written = new ConcurrentLinkedQueue<>();
			Future<?> writes = this.writer.submit(() -> write(store, written));
			Awaitility.await().atMost(LONG).until(() -> written.size() >= 50);
			long token = token(store, "before");
			this.primary.kill();
			promote();
			writes.get();
			awaitWrites(store);
			assertThat(store.entries("map")).containsKeys(written.toArray(String[]::new));
			assertThat(token(store, "after")).isGreaterThan(token);
		}
	}

	@Test
	void writeWhenSynchronousStandbyIsAwayFailsWithinTimeout() throws Exception {
		start("*");
		try (JdbcStateStore store = store()) {
			store.put("map", "key", VALUE);
			this.standby.kill();
			assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> store.put("map", "key", VALUE))
				.matches(StateUnavailableException::outcomeUnknown);
			assertThat(store.get("map", "key")).isNotNull();
			this.standby.startAgain();
			awaitWrites(store);
		}
	}

	/**
	 * Start both servers.
	 * @param synchronous the names of the standbys that a commit waits for
	 */
	private void start(String synchronous) throws Exception {
		this.primary = TestPostgres.start();
		try (HikariDataSource pool = this.primary.pool("postgres", 1)) {
			new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
		}
		this.standby = this.primary.startStandby();
		execute(this.primary, "ALTER SYSTEM SET synchronous_standby_names = '%s'".formatted(synchronous));
		execute(this.primary, "SELECT pg_reload_conf()");
		Awaitility.await()
			.atMost(LONG)
			.until(() -> number(this.primary, "SELECT COUNT(*) FROM pg_stat_replication WHERE state = 'streaming'"
					+ (synchronous.isEmpty() ? "" : " AND sync_state = 'sync'")) == 1);
	}

	private JdbcStateStore store() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://localhost:%d,localhost:%d/postgres?targetServerType=primary"
			.formatted(this.primary.port(), this.standby.port()));
		config.setUsername("postgres");
		config.setMaximumPoolSize(4);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(2000);
		config.setInitializationFailTimeout(-1);
		JdbcStoreSettings settings = new JdbcStoreSettings(this.namespace, "APPINFRA_", Duration.ofSeconds(2),
				Duration.ofMinutes(2), Duration.ofMillis(50), new StateLimits(100_000, 1000));
		return new JdbcStateStore(new HikariDataSource(config), JdbcDialect.POSTGRESQL, settings);
	}

	private static void write(JdbcStateStore store, Queue<String> written) {
		try {
			for (int i = 0;; i++) {
				store.put("map", "key" + i, VALUE);
				written.add("key" + i);
			}
		}
		catch (StateUnavailableException ex) {
			assertThat(written).isNotEmpty();
		}
	}

	private static long token(JdbcStateStore store, String owner) throws InterruptedException {
		store.admit(owner);
		OptionalLong token = store.lock("lock", owner, Duration.ofSeconds(10));
		store.unlock("lock", token.orElseThrow());
		return token.orElseThrow();
	}

	private void awaitReplayed() {
		Awaitility.await()
			.atMost(LONG)
			.until(() -> number(this.primary,
					"SELECT COUNT(*) FROM pg_stat_replication" + " WHERE replay_lsn = pg_current_wal_lsn()") == 1);
	}

	private void promote() throws SQLException {
		execute(this.standby, "SELECT pg_promote()");
	}

	private static void awaitWrites(JdbcStateStore store) {
		Awaitility.await()
			.atMost(LONG)
			.ignoreExceptionsInstanceOf(StateUnavailableException.class)
			.until(() -> store.addAndGet("counter", 1) > 0);
	}

	private static void execute(TestPostgres server, String sql) throws SQLException {
		try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static long number(TestPostgres server, String sql) throws SQLException {
		try (Connection connection = server.connect();
				Statement statement = connection.createStatement();
				var results = statement.executeQuery(sql)) {
			results.next();
			return results.getLong(1);
		}
	}

}
