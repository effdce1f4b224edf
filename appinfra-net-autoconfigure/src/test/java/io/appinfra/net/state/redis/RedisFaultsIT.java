package io.appinfra.net.state.redis;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedisStateStore} when Redis, the network or the process fails.
 */
@Tag("full")
@Timeout(120)
class RedisFaultsIT {

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static final Duration LONG = Duration.ofSeconds(30);

	private final String namespace = UUID.randomUUID().toString();

	private RedisProcess redis;

	private CuttingProxy proxy;

	private RedisStateStore store;

	private RedisStateStore other;

	@BeforeEach
	void start() throws Exception {
		this.redis = new RedisProcess();
		this.proxy = new CuttingProxy(InetAddress.getLoopbackAddress(), this.redis.port());
		this.store = store(this.proxy.port());
		this.other = store(this.redis.port());
	}

	private RedisStateStore store(int port) {
		return RedisProcess.store(this.namespace, port, LEASE, 1000, 1000);
	}

	@AfterEach
	void stop() throws Exception {
		this.store.close();
		this.other.close();
		this.proxy.close();
		this.redis.close();
	}

	@Test
	void operationWhenServerIsFrozenFailsInTimeAndIsCarriedOutOnceAtMost() {
		this.store.addAndGet("counter", 1);
		this.redis.signal("STOP");
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> this.store.addAndGet("counter", 1))
			.withMessageContaining("did not answer within 2000 ms")
			.matches(StateUnavailableException::outcomeUnknown);
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> this.store.get("map", "key"))
			.matches((ex) -> !ex.outcomeUnknown());
		this.redis.signal("CONT");
		awaitAnswer(this.store);
		assertThat(this.store.count("counter")).isBetween(1L, 2L);
	}

	@Test
	void lockWhenAnotherInstanceIsSilentIsFreeAfterItsLease() throws Exception {
		StateSession holder = new StateSession(this.store, "holder");
		HeldLock held = holder.lock("lock", Duration.ZERO).orElseThrow();
		CountDownLatch lost = new CountDownLatch(1);
		held.onLost(lost::countDown);
		StateSession next = new StateSession(this.other, "next");
		assertThat(next.lock("lock", Duration.ZERO)).isEmpty();
		this.proxy.cut();
		HeldLock taken = next.lock("lock", LONG).orElseThrow();
		assertThat(held.isHeld()).isFalse();
		lost.await();
		assertThat(taken.isHeld()).isTrue();
		assertThat(taken.fencingToken()).isGreaterThan(held.fencingToken());
		this.proxy.mend();
		held.close();
		assertThat(taken.isHeld()).isTrue();
		Awaitility.await().ignoreExceptions().until(() -> holder.lock("another", LONG).isPresent());
		next.close();
		assertThat(holder.lock("lock", LONG)).isPresent();
		holder.close();
	}

	@Test
	void lockWhenItsAnswerIsLostIsFreeThoughItsInstanceLives() throws Exception {
		StateSession session = new StateSession(this.store, "here");
		StateSession next = new StateSession(this.other, "next");
		for (Duration wait : List.of(Duration.ZERO, LONG)) {
			loseAnswer(session, wait);
			HeldLock taken = next.lock("lock", LONG).orElseThrow();
			taken.close();
		}
		session.close();
		next.close();
	}

	private void loseAnswer(StateSession session, Duration wait) {
		Awaitility.await().pollDelay(Duration.ZERO).ignoreExceptions().until(() -> {
			this.proxy.cutAfterNextRequest();
			try {
				session.lock("lock", wait).ifPresent(HeldLock::close);
				return false;
			}
			catch (StateUnavailableException ex) {
				return ex.outcomeUnknown();
			}
		});
	}

	@Test
	void lockWhenItsRequestArrivesLateIsFreeThoughItsInstanceLives() throws Exception {
		RedisStateStore patient = RedisProcess.store(this.namespace, this.redis.port(), Duration.ofMinutes(1), 1000,
				1000);
		StateSession session = new StateSession(patient, "here");
		session.lock("lock", Duration.ZERO).orElseThrow().close();
		this.redis.signal("STOP");
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> session.lock("lock", Duration.ZERO))
			.matches(StateUnavailableException::outcomeUnknown);
		this.redis.signal("CONT");
		awaitAnswer(this.other);
		StateSession next = new StateSession(this.other, "next");
		assertThat(next.lock("lock", LONG)).isPresent();
		next.close();
		session.close();
		patient.close();
	}

	@Test
	void lockOfWorkerWhenItsAdmissionIsLostInAFailoverIsTakenAgain() throws Exception {
		try (RedisStateStore patient = RedisProcess.store(this.namespace, this.proxy.port(), Duration.ofMinutes(1),
				1000, 1000)) {
			patient.admit("host");
			patient.admit("worker", "host");
			patient.admit("ended", "host");
			patient.releaseAll("ended");
			patient.lock("held", "worker", Duration.ZERO).orElseThrow();
			this.redis.command("HDEL appinfra:{%s}:session:host worker".formatted(this.namespace));
			assertThat(patient.lock("lock", "worker", Duration.ZERO)).isEmpty();
			this.proxy.cut();
			this.proxy.mend();
			Awaitility.await()
				.atMost(LONG)
				.ignoreException(StateUnavailableException.class)
				.until(() -> patient.lock("lock", "worker", Duration.ZERO).isPresent());
			assertThat(patient.lock("another", "ended", Duration.ZERO)).isEmpty();
			this.other.admit("next");
			assertThat(this.other.lock("held", "next", Duration.ZERO)).isEmpty();
			patient.releaseAll("worker");
			assertThat(this.other.lock("held", "next", Duration.ZERO)).isPresent();
			assertThat(patient.lock("lock", "worker", Duration.ZERO)).isEmpty();
		}
	}

	@Test
	void lockWhenDataIsLostIsLostAndTokensGrowOn() throws Exception {
		StateSession session = new StateSession(this.store, "here");
		HeldLock held = session.lock("lock", Duration.ZERO).orElseThrow();
		this.redis.command("FLUSHALL");
		HeldLock again = session.lock("lock", LONG).orElseThrow();
		assertThat(held.isHeld()).isFalse();
		assertThat(again.isHeld()).isTrue();
		assertThat(again.fencingToken()).isGreaterThan(held.fencingToken());
		session.close();
	}

	@Test
	void storeWhenServerIsKilledAndBackGoesOn() throws Exception {
		StateSession session = new StateSession(this.store, "here");
		Map<String, String> seen = new ConcurrentHashMap<>();
		this.store.onChange("map", (key, value) -> seen.put(key, text(value)));
		this.other.put("map", "a", json("1"));
		Awaitility.await().until(() -> seen.containsKey("a"));
		this.redis.kill();
		assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> this.store.get("map", "a"));
		this.redis.startAgain();
		awaitAnswer(this.store);
		awaitAnswer(this.other);
		Awaitility.await().until(() -> "removed".equals(seen.get("a")));
		this.other.put("map", "b", json("2"));
		Awaitility.await().until(() -> "2".equals(seen.get("b")));
		Awaitility.await().ignoreExceptions().until(() -> session.lock("lock", LONG).isPresent());
		session.close();
	}

	@Test
	void onChangeWhenMessagesAreLostReportsWhatIsDifferent() throws Exception {
		Map<String, String> seen = new ConcurrentHashMap<>();
		this.other.put("map", "before", json("0"));
		this.store.onChange("map", (key, value) -> seen.put(key, text(value)));
		this.proxy.cut();
		this.other.put("map", "a", json("1"));
		this.other.remove("map", "before");
		this.proxy.mend();
		Awaitility.await().until(() -> seen.equals(Map.of("a", "1", "before", "removed")));
	}

	@Test
	void lockOfHostsMemberIsFreeOnceItIsReleased() throws Exception {
		StateSession session = new StateSession(this.store, "here");
		StateSession.Member worker = session.join("default", 1);
		HeldLock held = worker.lock("lock", Duration.ZERO).orElseThrow();
		assertThat(worker.remaining(held.fencingToken())).isBetween(Duration.ofNanos(1), LEASE);
		assertThat(session.lock("lock", Duration.ZERO)).isEmpty();
		worker.release();
		assertThat(session.lock("lock", Duration.ZERO)).isPresent();
		session.close();
	}

	private static void awaitAnswer(RedisStateStore store) {
		Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> {
			try {
				store.count("counter");
				return true;
			}
			catch (StateUnavailableException ex) {
				return false;
			}
		});
	}

	private static byte[] json(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(StoredValue value) {
		return (value != null) ? new String(value.json(), StandardCharsets.UTF_8) : "removed";
	}

}
