package io.appinfra.net.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisURI;
import tools.jackson.databind.json.JsonMapper;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.jdbc.JdbcDialect;
import io.appinfra.net.state.jdbc.JdbcStateStore;
import io.appinfra.net.state.jdbc.JdbcStoreSettings;
import io.appinfra.net.state.json.JacksonStateCodec;
import io.appinfra.net.state.redis.RedisServers;
import io.appinfra.net.state.redis.RedisStateSettings;
import io.appinfra.net.state.redis.RedisStateStore;
import io.appinfra.net.state.view.DefaultSharedState;

/**
 * A process that does random operations on a shared state in an engine, with several
 * threads, until its standard input ends.
 */
final class EngineHistoryClient {

	static final Duration LEASE = Duration.ofSeconds(2);

	private static final StateLimits LIMITS = new StateLimits(1000, 1000);

	private static final int THREADS = 4;

	private static final int ATTEMPTS = 50;

	private EngineHistoryClient() {
	}

	/**
	 * Run.
	 * @param args the engine, its port, the directory of the recordings, the name of this
	 * process and a seed
	 */
	public static void main(String[] args) throws Exception {
		int port = Integer.parseInt(args[1]);
		JacksonStateCodec codec = new JacksonStateCodec(() -> JsonMapper.builder().build());
		AtomicBoolean enough = new AtomicBoolean();
		try (StateStore store = begin(() -> "redis".equals(args[0]) ? redis(port) : postgresql(port));
				StateSession session = begin(() -> new StateSession(store, args[3]));
				Threads threads = new Threads(new DefaultSharedState(store, codec, session), Path.of(args[2]),
						Long.parseLong(args[4]), args[3])) {
			threads.start(THREADS, (load) -> {
				while (!enough.get()) {
					load.round(HistoryApplication.ROUND);
				}
				load.readAll();
			});
			while (System.in.read() >= 0) {
				continue;
			}
			enough.set(true);
			threads.join();
		}
	}

	private static StateStore redis(int port) {
		RedisServers servers = new RedisServers(List.of(RedisURI.create("127.0.0.1", port)), false, null);
		return new RedisStateStore(servers,
				new RedisStateSettings("history", LIMITS, LEASE, LEASE.dividedBy(2), 0, Duration.ofMillis(200)));
	}

	private static StateStore postgresql(int port) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port));
		config.setUsername("postgres");
		config.setMaximumPoolSize(8);
		config.setConnectionTimeout(LEASE.dividedBy(2).toMillis());
		config.setValidationTimeout(LEASE.dividedBy(4).toMillis());
		config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		config.setConnectionInitSql(JdbcDialect.POSTGRESQL.endOfIdleTransactions(LEASE.dividedBy(2)));
		config.setInitializationFailTimeout(-1);
		return new JdbcStateStore(new HikariDataSource(config), JdbcDialect.POSTGRESQL, new JdbcStoreSettings("history",
				"APPINFRA_", LEASE, LEASE.dividedBy(2), Duration.ofMillis(100), LIMITS));
	}

	/**
	 * Begin although the server or the network may fail at the moment.
	 */
	private static <T> T begin(Supplier<T> attempt) {
		for (int i = 1; i < ATTEMPTS; i++) {
			try {
				return attempt.get();
			}
			catch (StateUnavailableException ex) {
				LockSupport.parkNanos(LEASE.dividedBy(20).toNanos());
			}
		}
		return attempt.get();
	}

}
