package io.appinfra.net.autoconfigure.state.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.redis.RedisProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application whose shared state is on a Redis with a replica and a Sentinel:
 * the master is killed, frozen and replaced by command, under load, as often as
 * {@code -Dfailovers} says.
 */
@Tag("full")
@Timeout(1800)
class RedisSentinelIT {

	private static final int FAILOVERS = Integer.getInteger("failovers", 3);

	/**
	 * Between two writes, so that the map can be read within the timeout.
	 */
	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(3);

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, StateCodecAutoConfiguration.class,
				RedisStateAutoConfiguration.class, StateAutoConfiguration.class))
		.withUserConfiguration(RedisConnectionSettingsIT.DataRedis.class)
		.withPropertyValues("appinfra.net.state.store=redis", "spring.application.name=shop",
				"appinfra.net.cluster.lease=2s", "appinfra.net.state.timeout=1s",
				"appinfra.net.state.max-entries=1000000", "spring.data.redis.sentinel.master=shop");

	private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

	private final List<Throwable> problems = new CopyOnWriteArrayList<>();

	private final AtomicLong tokens = new AtomicLong();

	private RedisProcess first;

	private RedisProcess second;

	private RedisProcess sentinel;

	@BeforeEach
	void start() throws IOException {
		this.first = new RedisProcess("--repl-diskless-sync-delay", "0");
		this.second = new RedisProcess("--repl-diskless-sync-delay", "0");
		follow(this.second, this.first);
		this.sentinel = RedisProcess.sentinel("shop", this.first.port());
		awaitSteady();
	}

	@AfterEach
	void stop() {
		this.sentinel.close();
		this.second.close();
		this.first.close();
	}

	@Test
	void failoversWhenReplicaConfirmsWritesLoseNothingThatWasAcknowledged() {
		with("appinfra.net.state.redis.wait-replicas=1").run((context) -> {
			int lost = failover(context.getBean(SharedState.class));
			assertThat(lost).isZero();
		});
	}

	@Test
	void failoverWhenItTakesLongerThanTheLeaseLosesLocks() throws Exception {
		this.sentinel.command("SENTINEL SET shop down-after-milliseconds 3000");
		with().run((context) -> {
			SharedState state = context.getBean(SharedState.class);
			HeldLock held = state.lock("lock").tryLock(Duration.ZERO).orElseThrow();
			CountDownLatch lost = new CountDownLatch(1);
			held.onLost(lost::countDown);
			RedisProcess master = master();
			master.kill();
			assertThat(lost.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(held.isHeld()).isFalse();
			awaitMaster(other(master));
			AtomicReference<HeldLock> next = new AtomicReference<>();
			Awaitility.await().atMost(LONG).ignoreException(StateUnavailableException.class).until(() -> {
				state.lock("lock").tryLock(Duration.ofSeconds(1)).ifPresent(next::set);
				return next.get() != null;
			});
			assertThat(next.get().fencingToken()).isGreaterThan(held.fencingToken());
			held.close();
			assertThat(next.get().isHeld()).isTrue();
		});
	}

	@Test
	void failoversWhenNobodyConfirmsWritesLetTokensGrow() {
		with().run((context) -> {
			int lost = failover(context.getBean(SharedState.class));
			System.out.println("Lost of %d writes without a confirmation by a replica: %d"
				.formatted(this.acknowledged.size(), lost));
		});
	}

	private ApplicationContextRunner with(String... properties) {
		return this.runner.withPropertyValues(properties)
			.withPropertyValues("spring.data.redis.sentinel.nodes=127.0.0.1:" + this.sentinel.port());
	}

	/**
	 * Let the master fail again and again, under load.
	 * @return the number of writes that were acknowledged and are lost
	 */
	private int failover(SharedState state) throws Exception {
		SharedMap<Integer> map = state.map("map", Integer.class);
		Map<String, Integer> seen = new ConcurrentHashMap<>();
		map.onChange((key, value) -> seen.compute(key, (same, former) -> value));
		AtomicBoolean enough = new AtomicBoolean();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			String prefix = i + "-";
			threads.add(start(() -> write(map, prefix, enough)));
		}
		threads.add(start(() -> lock(state, enough)));
		for (int i = 0; i < FAILOVERS; i++) {
			awaitWritesAndLocks();
			fail(i);
		}
		awaitWritesAndLocks();
		enough.set(true);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.problems).isEmpty();
		Map<String, Integer> stored = map.entries();
		Awaitility.await().atMost(LONG).until(() -> seen.entrySet().containsAll(stored.entrySet()));
		return (int) this.acknowledged.keySet().stream().filter((key) -> !stored.containsKey(key)).count();
	}

	private Thread start(Runnable task) {
		Thread thread = new Thread(task, "load");
		thread.setUncaughtExceptionHandler((failed, ex) -> this.problems.add(ex));
		thread.start();
		return thread;
	}

	private void write(SharedMap<Integer> map, String prefix, AtomicBoolean enough) {
		for (int i = 0; !enough.get(); i++) {
			try {
				map.put(prefix + i, i);
				this.acknowledged.put(prefix + i, i);
				LockSupport.parkNanos(PAUSE);
			}
			catch (StateUnavailableException ex) {
				awaitAnswer(map);
			}
		}
	}

	private static void awaitAnswer(SharedMap<Integer> map) {
		Awaitility.await()
			.atMost(LONG)
			.pollInterval(Duration.ofMillis(50))
			.ignoreException(StateUnavailableException.class)
			.until(() -> map.size() >= 0);
	}

	private void lock(SharedState state, AtomicBoolean enough) {
		long last = 0;
		while (!enough.get()) {
			try (HeldLock held = state.lock("lock").tryLock(Duration.ofMillis(500)).orElse(null)) {
				if (held != null) {
					assertThat(held.fencingToken()).isGreaterThan(last);
					last = held.fencingToken();
					this.tokens.incrementAndGet();
					state.map("map", Integer.class).put("held", 1);
				}
			}
			catch (StateUnavailableException ex) {
				awaitAnswer(state.map("map", Integer.class));
			}
		}
	}

	private void awaitWritesAndLocks() {
		long written = this.acknowledged.size();
		long locked = this.tokens.get();
		Awaitility.await()
			.atMost(LONG)
			.failFast(() -> assertThat(this.problems).isEmpty())
			.until(() -> this.acknowledged.size() > written + 200 && this.tokens.get() > locked + 20);
	}

	private void fail(int number) throws IOException {
		awaitSteady();
		RedisProcess former = master();
		RedisProcess next = other(former);
		switch (number % 3) {
			case 0 -> {
				former.kill();
				awaitMaster(next);
				former.startAgain();
			}
			case 1 -> {
				former.signal("STOP");
				awaitMaster(next);
				former.signal("CONT");
			}
			default -> {
				replaceByCommand(former);
				awaitMaster(next);
			}
		}
		awaitSteady();
	}

	/**
	 * Let the Sentinel replace the master. It takes the command, and finds out only later
	 * that it knows too little of the replica.
	 */
	private void replaceByCommand(RedisProcess former) {
		Awaitility.await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).ignoreExceptions().until(() -> {
			if (master() != former) {
				return true;
			}
			this.sentinel.command("SENTINEL FAILOVER shop");
			return false;
		});
	}

	private void awaitMaster(RedisProcess process) {
		Awaitility.await().atMost(LONG).until(() -> process.isMaster() && master() == process);
	}

	/**
	 * Wait until the master of the Sentinel is one, and the other server follows it. The
	 * Sentinel sees to this too, but later.
	 */
	private void awaitSteady() {
		Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
			RedisProcess master = master();
			RedisProcess replica = other(master);
			if (replica.isMaster()) {
				follow(replica, master);
			}
			return master.isMaster() && replica.isReplicaInStep() && master() == master;
		});
	}

	private static void follow(RedisProcess replica, RedisProcess master) throws IOException {
		replica.command("REPLICAOF 127.0.0.1 " + master.port());
	}

	private RedisProcess master() {
		String sentinel = this.sentinel.read("INFO sentinel");
		return sentinel.contains("address=127.0.0.1:%d,".formatted(this.first.port())) ? this.first : this.second;
	}

	private RedisProcess other(RedisProcess server) {
		return (server == this.first) ? this.second : this.first;
	}

}
