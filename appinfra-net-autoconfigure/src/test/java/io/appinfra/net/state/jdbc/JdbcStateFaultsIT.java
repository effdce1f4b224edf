package io.appinfra.net.state.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.AbstractStringAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of {@link JdbcStateStore} with several instances on one PostgreSQL, of which some
 * fall silent, and with databases that are not as they should be.
 */
@Tag("full")
class JdbcStateFaultsIT {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static TestPostgres postgres;

	private final String namespace = UUID.randomUUID().toString();

	private final List<AutoCloseable> opened = new ArrayList<>();

	@BeforeAll
	static void startPostgres() throws IOException {
		postgres = TestPostgres.start();
	}

	@AfterAll
	static void stopPostgres() throws IOException {
		postgres.close();
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
		}
	}

	@Test
	void lockOfInstanceThatFellSilentIsFreeAfterItsLease() throws Exception {
		JdbcStateStore silent = store();
		JdbcStateStore living = store();
		silent.admit("silent");
		living.admit("living");
		long first = silent.lock("import", "silent", Duration.ZERO).getAsLong();
		assertThat(living.lock("import", "living", Duration.ZERO)).isEmpty();
		Thread renewing = renew(living, "living");
		long second = living.lock("import", "living", Duration.ofMinutes(1)).getAsLong();
		renewing.interrupt();
		assertThat(second).isGreaterThan(first);
		assertThat(living.owners()).containsOnlyKeys("living");
		assertThat(silent.renew("silent")).isEmpty();
		silent.unlock("import", first);
		assertThat(living.summary().locks().get("import").owner()).isEqualTo("living");
	}

	private Thread renew(JdbcStateStore store, String owner) {
		Thread thread = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				store.renew(owner);
				LockSupport.parkNanos(LEASE.toNanos() / 4);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Test
	void changesOfAnotherInstanceAreSeenWithRemovals() {
		JdbcStateStore writer = store();
		JdbcStateStore reader = store();
		writer.put("prices", "before", json("0"));
		writer.put("prices", "stays", json("0"));
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		reader.onChange("prices", (key, value) -> seen
			.add(key + "=" + ((value != null) ? new String(value.json(), StandardCharsets.UTF_8) : "removed")));
		writer.remove("prices", "before");
		writer.put("prices", "new", json("1"));
		Awaitility.await().until(() -> seen.containsAll(List.of("before=removed", "new=1")));
		writer.clear("prices");
		writer.put("prices", "new", json("2"));
		Awaitility.await().until(() -> seen.containsAll(List.of("stays=removed", "new=2")));
	}

	@Test
	void writesAreNeverInTheTransactionOfTheCallerAndNeedNoneOfItsConnections() {
		HikariDataSource application = pool("postgres", 1);
		JdbcStateStore store = store();
		new TransactionTemplate(new JdbcTransactionManager(application)).executeWithoutResult((status) -> {
			store.put("orders", "a", json("1"));
			store.addAndGet("count", 1);
			status.setRollbackOnly();
		});
		assertThat(store.get("orders", "a")).isNotNull();
		assertThat(store.count("count")).isOne();
	}

	@Test
	void operationWhenDatabaseIsFrozenFailsAndWorksOnceItGoesOn() throws Exception {
		JdbcStateStore store = store();
		store.put("map", "key", json("1"));
		try {
			postgres.signal("STOP");
			assertThatExceptionOfType(StateUnavailableException.class)
				.isThrownBy(() -> store.put("map", "key", json("2")))
				.matches((ex) -> !ex.outcomeUnknown());
		}
		finally {
			postgres.signal("CONT");
		}
		Awaitility.await().ignoreExceptions().until(() -> store.get("map", "key") != null);
		store.put("map", "key", json("3"));
	}

	@Test
	void rowsThatAFrozenInstanceHasLockedAreFreeOnceItsTransactionWasLeftAlone() throws Exception {
		JdbcStateStore store = store();
		store.put("map", "key", json("1"));
		Connection frozen = pool("postgres", 1).getConnection();
		frozen.createStatement().execute(JdbcDialect.POSTGRESQL.endOfIdleTransactions(Duration.ofSeconds(1)));
		frozen.setAutoCommit(false);
		frozen.createStatement().execute("SELECT * FROM APPINFRA_MAPS FOR UPDATE");
		Awaitility.await().ignoreExceptions().until(() -> {
			store.put("map", "key", json("2"));
			return true;
		});
		assertThat(frozen.isValid(1)).isFalse();
	}

	@Test
	void checkWhenTablesAreAbsentNamesTheScript() {
		JdbcSchema absent = new JdbcSchema(pool("postgres", 2), JdbcDialect.POSTGRESQL, "NOWHERE_");
		assertFails(absent::check).contains("nowhere_schema", "'io/appinfra/net/state/jdbc/schema-postgresql.sql'",
				"'appinfra.net.state.jdbc.initialize-schema' to 'always'");
	}

	@Test
	void checkWhenTablesHaveAnotherVersionNamesBoth() throws SQLException {
		HikariDataSource pool = pool("postgres", 2);
		JdbcSchema schema = new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "OTHER_");
		schema.create();
		schema.create();
		schema.check();
		execute(pool, "UPDATE OTHER_SCHEMA SET VERSION = 7");
		assertFails(schema::check).contains("have version 7, this release works with version 1");
	}

	@Test
	void createWhenUserLacksTheRightSaysSo() throws SQLException {
		HikariDataSource owner = pool("postgres", 2);
		execute(owner, "CREATE ROLE reader LOGIN");
		execute(owner, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
		JdbcSchema schema = new JdbcSchema(pool("reader", 2), JdbcDialect.POSTGRESQL, "DENIED_");
		assertFails(schema::create).contains("permission denied", "'io/appinfra/net/state/jdbc/schema-postgresql.sql'");
	}

	private static AbstractStringAssert<?> assertFails(Runnable start) {
		FailureAnalyzedException failure = catchThrowableOfType(FailureAnalyzedException.class, start::run);
		return assertThat(failure.analysis().getDescription() + " " + failure.analysis().getAction());
	}

	private JdbcStateStore store() {
		HikariDataSource pool = pool("postgres", 4);
		new JdbcSchema(pool, JdbcDialect.POSTGRESQL, "APPINFRA_").create();
		JdbcStateStore store = new JdbcStateStore(pool, JdbcDialect.POSTGRESQL, new JdbcStoreSettings(this.namespace,
				"APPINFRA_", LEASE, LEASE, Duration.ofMillis(50), new StateLimits(1000, 1000)));
		this.opened.add(0, store);
		return store;
	}

	private HikariDataSource pool(String user, int size) {
		HikariDataSource pool = postgres.pool(user, size);
		this.opened.add(pool);
		return pool;
	}

	private static void execute(HikariDataSource pool, String sql) throws SQLException {
		try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static byte[] json(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
