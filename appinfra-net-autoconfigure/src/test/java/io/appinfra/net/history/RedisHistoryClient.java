package io.appinfra.net.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.lettuce.core.RedisURI;
import tools.jackson.databind.json.JsonMapper;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.json.JacksonStateCodec;
import io.appinfra.net.state.redis.RedisServers;
import io.appinfra.net.state.redis.RedisStateSettings;
import io.appinfra.net.state.redis.RedisStateStore;
import io.appinfra.net.state.view.DefaultSharedState;

/**
 * A process that does random operations on a shared state on Redis, with several threads,
 * until its standard input ends.
 */
final class RedisHistoryClient {

	static final Duration LEASE = Duration.ofSeconds(2);

	private static final int THREADS = 4;

	private static final int ATTEMPTS = 50;

	private RedisHistoryClient() {
	}

	public static void main(String[] args) throws Exception {
		RedisServers servers = new RedisServers(List.of(RedisURI.create("127.0.0.1", Integer.parseInt(args[0]))), false,
				null);
		RedisStateSettings settings = new RedisStateSettings("history", new StateLimits(1000, 1000), LEASE,
				LEASE.dividedBy(2), 0, Duration.ofMillis(200));
		JacksonStateCodec codec = new JacksonStateCodec(() -> JsonMapper.builder().build());
		AtomicBoolean enough = new AtomicBoolean();
		try (RedisStateStore store = begin(() -> new RedisStateStore(servers, settings));
				StateSession session = begin(() -> new StateSession(store, args[2]));
				Threads threads = new Threads(new DefaultSharedState(store, codec, session), Path.of(args[1]),
						Long.parseLong(args[3]), args[2])) {
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
