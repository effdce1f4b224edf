package io.appinfra.net.state.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.StateSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisStateStore} when Redis loses its data under load.
 */
@Tag("full")
@Timeout(180)
class RedisLossIT {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final String namespace = UUID.randomUUID().toString();

	@Test
	void tokensAndVersionsWhenAllIsFlushedUnderLoadGrowOn() throws Exception {
		AtomicBoolean enough = new AtomicBoolean();
		Queue<Throwable> problems = new ConcurrentLinkedQueue<>();
		AtomicInteger locked = new AtomicInteger();
		AtomicInteger written = new AtomicInteger();
		try (RedisProcess redis = new RedisProcess();
				RedisStateStore store = store(redis.port());
				StateSession session = new StateSession(store, "here")) {
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				String key = "key" + i;
				String lock = "lock" + i;
				threads.add(start(problems, () -> putUntil(enough, store, key, written)));
				threads.add(start(problems, () -> lockUntil(enough, session, lock, locked)));
			}
			for (int i = 0; i < 20; i++) {
				int writtenBefore = written.get();
				int lockedBefore = locked.get();
				Awaitility.await()
					.atMost(LONG)
					.until(() -> written.get() > writtenBefore + 100 && locked.get() > lockedBefore + 20);
				redis.command("FLUSHALL");
			}
			enough.set(true);
			for (Thread thread : threads) {
				thread.join();
			}
		}
		assertThat(problems).isEmpty();
	}

	private static Thread start(Queue<Throwable> problems, Runnable task) {
		Thread thread = new Thread(task, "load");
		thread.setUncaughtExceptionHandler((failed, ex) -> problems.add(ex));
		thread.start();
		return thread;
	}

	private static void putUntil(AtomicBoolean enough, RedisStateStore store, String key, AtomicInteger written) {
		long last = 0;
		while (!enough.get()) {
			try {
				store.put("map", key, json(key));
				long version = version(store, key, last);
				assertThat(version).isGreaterThan(last);
				last = version;
				written.incrementAndGet();
			}
			catch (StateUnavailableException ex) {
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

	/**
	 * What was put may be lost before it is read.
	 */
	private static long version(RedisStateStore store, String key, long last) {
		var stored = store.get("map", key);
		return (stored != null) ? stored.version() : last + 1;
	}

	private static void lockUntil(AtomicBoolean enough, StateSession session, String lock, AtomicInteger locked) {
		long last = 0;
		while (!enough.get()) {
			try (HeldLock held = session.lock(lock, Duration.ofSeconds(1)).orElse(null)) {
				if (held != null) {
					assertThat(held.fencingToken()).isGreaterThan(last);
					last = held.fencingToken();
					locked.incrementAndGet();
				}
			}
			catch (StateUnavailableException ex) {
				LockSupport.parkNanos(PAUSE);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private RedisStateStore store(int port) {
		return RedisProcess.store(this.namespace, port, LEASE, 1000, 1000);
	}

	private static byte[] json(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
