package io.appinfra.net.history;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisURI;

import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.redis.RedisServers;
import io.appinfra.net.state.redis.RedisStateSettings;
import io.appinfra.net.state.redis.RedisStateStore;

/**
 * A process that takes a lock and prints its fencing token, and for each byte of its
 * standard input whether it believes to hold it.
 */
final class FencedProcess {

	static final Duration LEASE = Duration.ofSeconds(12);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	static final String LOCK = "report";

	private FencedProcess() {
	}

	/**
	 * Run.
	 * @param args the port of Redis, and the name of this process
	 */
	public static void main(String[] args) throws Exception {
		try (RedisStateStore store = store(Integer.parseInt(args[0]));
				StateSession session = new StateSession(store, args[1])) {
			HeldLock held = session.lock(LOCK, Duration.ofMinutes(1)).orElseThrow();
			System.out.println(held.fencingToken());
			while (System.in.read() >= 0) {
				System.out.println(held.isHeld());
			}
		}
	}

	static RedisStateStore store(int port) {
		return new RedisStateStore(new RedisServers(List.of(RedisURI.create("127.0.0.1", port)), false, null),
				new RedisStateSettings("fenced", new StateLimits(1000, 1000), LEASE, TIMEOUT, 0,
						Duration.ofMillis(200)));
	}

}
