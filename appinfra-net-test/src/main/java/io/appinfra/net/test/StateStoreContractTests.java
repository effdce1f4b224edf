package io.appinfra.net.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateLimitException;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StateSummary;
import io.appinfra.net.state.StoredValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link StateStore} does. Who writes a store has a subclass of this that
 * makes it; each test has a store of its own, with two owners that are admitted. No test
 * renews a lease, which must therefore last for {@linkplain Timeout three minutes}.
 */
@Timeout(180)
public abstract class StateStoreContractTests {

	private static final Duration LONG = Duration.ofSeconds(50);

	private final List<Thread> threads = new ArrayList<>();

	private StateStore store;

	/**
	 * Create an empty store.
	 * @param maxEntries the number of entries that a map can have
	 * @param maxValueSize the size that a value can have, in bytes
	 * @return the store, which the test closes
	 */
	protected abstract StateStore createStore(int maxEntries, long maxValueSize);

	/**
	 * Return how often races are run in one test.
	 * @return how often; fewer where a write takes a millisecond and not a microsecond
	 */
	protected int rounds() {
		return 500;
	}

	/**
	 * Let an owner take locks, as the web process does.
	 * @param store the store
	 * @param owner the owner
	 */
	protected void admit(StateStore store, String owner) {
		store.admit(owner);
	}

	/**
	 * Say that an owner has died, as the web process does.
	 * @param store the store
	 * @param owner the owner
	 */
	protected void releaseAll(StateStore store, String owner) {
		store.releaseAll(owner);
	}

	/**
	 * Wait until a thread that called {@link StateStore#lock} waits for the lock.
	 * @param thread the thread
	 */
	protected void awaitWaiting(Thread thread) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.until(thread::getState, Set.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)::contains);
	}

	@BeforeEach
	final void createStore() {
		this.store = createStore(1000, 1000);
		admit(this.store, "one");
		admit(this.store, "two");
	}

	@AfterEach
	final void closeStore() throws InterruptedException {
		this.store.close();
		for (Thread thread : this.threads) {
			thread.interrupt();
			thread.join();
		}
	}

	@Test
	void getWhenAbsentReturnsNull() {
		assertThat(this.store.get("map", "key")).isNull();
		this.store.put("map", "other", json("1"));
		assertThat(this.store.get("map", "key")).isNull();
	}

	@Test
	void operationWhenNameOrKeyIsNullOrEmptyIsRefused() {
		List<Consumer<String>> operations = List.of((key) -> this.store.get("map", key),
				(key) -> this.store.put("map", key, json("1")), (key) -> this.store.remove("map", key),
				(key) -> this.store.compareAndSet("map", key, StoredValue.ABSENT, json("1")),
				(key) -> this.store.putAll("map", Collections.singletonMap(key, json("1"))),
				(name) -> this.store.get(name, "key"), (name) -> this.store.put(name, "key", json("1")),
				(name) -> this.store.addAndGet(name, 1));
		assertThat(operations).allSatisfy((operation) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> operation.accept(null));
			assertThatIllegalArgumentException().isThrownBy(() -> operation.accept(""));
		});
		assertThat(this.store.size("map")).isZero();
	}

	@Test
	void putReturnsValueBefore() {
		assertThat(this.store.put("map", "key", json("1"))).isNull();
		assertThat(text(this.store.put("map", "key", json("2")))).isEqualTo("1");
		assertThat(text(this.store.get("map", "key"))).isEqualTo("2");
		assertThat(this.store.get("other", "key")).isNull();
	}

	@Test
	void putWhenValueIsEqualGivesNewVersion() {
		this.store.put("map", "key", json("1"));
		long first = version("key");
		this.store.put("map", "key", json("1"));
		assertThat(version("key")).isNotEqualTo(first).isPositive();
	}

	@Test
	void putWhenKeyWasRemovedGivesNewVersion() {
		this.store.put("map", "key", json("1"));
		long first = version("key");
		this.store.remove("map", "key");
		this.store.put("map", "key", json("1"));
		assertThat(version("key")).isNotEqualTo(first);
	}

	@Test
	void removeReturnsValueBefore() {
		assertThat(this.store.remove("map", "key")).isNull();
		this.store.put("map", "key", json("1"));
		assertThat(text(this.store.remove("map", "key"))).isEqualTo("1");
		assertThat(this.store.get("map", "key")).isNull();
	}

	@Test
	void putAllSetsAllKeys() {
		this.store.put("map", "a", json("0"));
		this.store.putAll("map", Map.of("a", json("1"), "b", json("2")));
		assertThat(texts()).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
		assertThat(this.store.size("map")).isEqualTo(2);
	}

	@Test
	void entriesWhenMapChangesLaterAreTheSame() {
		this.store.put("map", "a", json("1"));
		Map<String, StoredValue> entries = this.store.entries("map");
		this.store.put("map", "b", json("2"));
		assertThat(entries).containsOnlyKeys("a");
	}

	@Test
	void clearRemovesAllKeysOfOneMap() {
		this.store.putAll("map", Map.of("a", json("1"), "b", json("2")));
		this.store.put("other", "a", json("1"));
		this.store.clear("map");
		this.store.clear("absent");
		assertThat(this.store.entries("map")).isEmpty();
		assertThat(this.store.size("map")).isZero();
		assertThat(this.store.size("other")).isOne();
	}

	@Test
	void compareAndSetWhenAbsentIsExpectedSetsAbsentKeyOnly() {
		assertThat(this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("1"))).isPresent();
		assertThat(this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("2"))).isEmpty();
		assertThat(text(this.store.get("map", "key"))).isEqualTo("1");
	}

	@Test
	void compareAndSetWhenVersionIsExpectedSetsThatVersionOnly() {
		this.store.put("map", "key", json("1"));
		long version = version("key");
		assertThat(this.store.compareAndSet("map", "key", version, json("2"))).isPresent();
		assertThat(this.store.compareAndSet("map", "key", version, json("3"))).isEmpty();
		assertThat(text(this.store.get("map", "key"))).isEqualTo("2");
	}

	@Test
	void compareAndSetReturnsNewVersion() {
		long first = this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("1")).orElseThrow();
		assertThat(version("key")).isEqualTo(first);
		long second = this.store.compareAndSet("map", "key", first, json("2")).orElseThrow();
		assertThat(version("key")).isEqualTo(second).isGreaterThan(first);
		assertThat(this.store.compareAndSet("map", "key", second, null)).hasValue(StoredValue.ABSENT);
	}

	@Test
	void versionsAndTokensGrowFromTheClockOn() throws Exception {
		long clock = this.store.renew("one").orElseThrow();
		this.store.put("map", "key", json("1"));
		long version = version("key");
		long token = take("lock", "one");
		assertThat(version).isGreaterThanOrEqualTo(clock);
		assertThat(token).isGreaterThan(version);
	}

	@Test
	void compareAndSetWhenValueIsNullRemovesKey() {
		this.store.put("map", "key", json("1"));
		assertThat(this.store.compareAndSet("map", "key", version("key") + 1, null)).isEmpty();
		assertThat(this.store.compareAndSet("map", "key", version("key"), null)).isPresent();
		assertThat(this.store.get("map", "key")).isNull();
		assertThat(this.store.compareAndSet("map", "key", StoredValue.ABSENT, null)).isPresent();
		assertThat(this.store.size("map")).isZero();
	}

	@Test
	void compareAndSetWhenKeyCameBackFails() {
		this.store.put("map", "key", json("1"));
		long version = version("key");
		this.store.remove("map", "key");
		this.store.put("map", "key", json("1"));
		assertThat(this.store.compareAndSet("map", "key", version, json("2"))).isEmpty();
	}

	@Test
	void compareAndSetFromManyThreadsLosesNothing() throws Exception {
		inThreads(8, () -> {
			for (int i = 0; i < 500; i++) {
				increment("key");
			}
			return null;
		});
		assertThat(text(this.store.get("map", "key"))).isEqualTo("4000");
	}

	@Test
	void putAllAndClearWhileReadAreOneOperationEach() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		Future<?> writer = start(() -> {
			for (int i = 1; i <= rounds(); i++) {
				this.store.putAll("map", entries(500, "" + i));
				if (i % 10 == 0) {
					this.store.clear("map");
				}
			}
			done.set(true);
			return null;
		});
		while (!done.get()) {
			Map<String, String> entries = texts();
			assertThat(entries.size()).isIn(0, 500);
			assertThat(Set.copyOf(entries.values())).hasSizeLessThanOrEqualTo(1);
			assertThat(this.store.size("map")).isIn(0, 500);
		}
		writer.get();
	}

	@Test
	void putAllWhileKeysAreReadOneByOneIsOneOperation() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		this.store.putAll("map", Map.of("a", json("0"), "b", json("0")));
		Future<?> writer = start(() -> {
			for (int i = 1; i <= 10 * rounds(); i++) {
				this.store.putAll("map", Map.of("a", json("" + i), "b", json("" + i)));
			}
			done.set(true);
			return null;
		});
		while (!done.get()) {
			assertThat(number("a")).isLessThanOrEqualTo(number("b"));
			assertThat(number("b")).isLessThanOrEqualTo(number("a"));
		}
		writer.get();
	}

	@Test
	void putWhenValueIsTooLargeThrowsAndStoresNothing() {
		try (StateStore small = createStore(2, 10)) {
			small.put("map", "key", json("0123456789"));
			assertLimit(() -> small.put("map", "key", json("0123456789x")), "'map'", "'key'", "11", "10",
					"appinfra.net.state.max-value-size");
			assertLimit(() -> small.compareAndSet("map", "a", StoredValue.ABSENT, json("0123456789x")), "'a'");
			assertLimit(() -> small.putAll("map", Map.of("a", json("1"), "b", json("0123456789x"))), "'b'");
			assertThat(text(small.get("map", "key"))).isEqualTo("0123456789");
			assertThat(small.size("map")).isOne();
		}
	}

	@Test
	void putWhenMapIsFullThrowsAndStoresNothing() {
		try (StateStore small = createStore(2, 10)) {
			small.put("map", "a", json("1"));
			assertLimit(() -> small.putAll("map", Map.of("a", json("2"), "b", json("2"), "c", json("2"))), "'map'", "3",
					"2", "appinfra.net.state.max-entries");
			assertThat(text(small.get("map", "a"))).isEqualTo("1");
			small.put("map", "b", json("1"));
			assertLimit(() -> small.put("map", "c", json("1")), "'map'", "'c'", "3", "2");
			assertLimit(() -> small.compareAndSet("map", "c", StoredValue.ABSENT, json("1")), "'c'");
			assertThat(small.entries("map")).containsOnlyKeys("a", "b");
		}
	}

	@Test
	void putWhenMapIsFullReplacesPresentKey() {
		try (StateStore small = createStore(1, 10)) {
			small.put("map", "a", json("1"));
			small.put("map", "a", json("2"));
			small.putAll("map", Map.of("a", json("3")));
			assertThat(text(small.get("map", "a"))).isEqualTo("3");
			small.remove("map", "a");
			small.put("map", "b", json("1"));
		}
	}

	@Test
	void operationWhenNameOrKeyIsEmptyThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.get("", "key"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.get("map", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.put("map", "", json("1")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.putAll("map", Map.of("", json("1"))));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.compareAndSet("map", "", 0, json("1")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.remove("map", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.entries(""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.count(""));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.addAndGet("", 1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.lock("", "one", Duration.ZERO));
	}

	@Test
	void counterCounts() {
		assertThat(this.store.count("counter")).isZero();
		assertThat(this.store.addAndGet("counter", 5)).isEqualTo(5);
		assertThat(this.store.addAndGet("counter", -7)).isEqualTo(-2);
		assertThat(this.store.compareAndSetCount("counter", 0, 1)).isFalse();
		assertThat(this.store.compareAndSetCount("counter", -2, Long.MAX_VALUE)).isTrue();
		assertThat(this.store.addAndGet("counter", 1)).isEqualTo(Long.MIN_VALUE);
		this.store.setCount("counter", 3);
		assertThat(this.store.count("counter")).isEqualTo(3);
		assertThat(this.store.count("other")).isZero();
	}

	@Test
	void addAndGetFromManyThreadsLosesNothing() throws Exception {
		inThreads(8, () -> {
			for (int i = 0; i < 500; i++) {
				this.store.addAndGet("counter", 1);
			}
			return null;
		});
		assertThat(this.store.count("counter")).isEqualTo(4000);
	}

	@Test
	void lockWhenFreeReturnsGrowingFencingTokens() throws Exception {
		long last = 0;
		for (int i = 0; i < 5; i++) {
			long token = this.store.lock("lock", "one", Duration.ZERO).getAsLong();
			assertThat(token).isGreaterThan(last);
			this.store.unlock("lock", token);
			last = token;
		}
	}

	@Test
	void lockWhenHeldReturnsEmptyAfterWait() throws Exception {
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isPresent();
		assertThat(this.store.lock("lock", "two", Duration.ZERO)).isEmpty();
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isEmpty();
		long start = System.nanoTime();
		assertThat(this.store.lock("lock", "two", Duration.ofMillis(50))).isEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
		assertThat(this.store.lock("other", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void lockWhenFreedWhileWaitingReturnsToken() throws Exception {
		long first = take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", Duration.ofSeconds(Long.MAX_VALUE));
		this.store.unlock("lock", first);
		assertThat(waiting.get().getAsLong()).isGreaterThan(first);
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isEmpty();
	}

	@Test
	void lockWhenManyWaitIsGivenInOrder() throws Exception {
		long held = take("lock", "one");
		Queue<Integer> order = new ConcurrentLinkedQueue<>();
		List<Future<?>> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			int number = i;
			waiting.add(startWaiting(() -> {
				long token = this.store.lock("lock", "two", LONG).getAsLong();
				order.add(number);
				this.store.unlock("lock", token);
				return null;
			}));
		}
		this.store.unlock("lock", held);
		for (Future<?> future : waiting) {
			future.get();
		}
		assertThat(order).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void lockWhenOneGaveUpIsGivenToNext() throws Exception {
		long held = take("lock", "one");
		Future<OptionalLong> first = startWaiting("lock", "two", Duration.ofMillis(200));
		Future<OptionalLong> second = startWaiting("lock", "two", LONG);
		assertThat(first.get()).isEmpty();
		this.store.unlock("lock", held);
		assertThat(second.get()).isPresent();
	}

	@Test
	void unlockWhenTokenIsNotTheHoldersDoesNothing() throws Exception {
		long first = take("lock", "one");
		this.store.unlock("lock", first);
		long second = take("lock", "two");
		this.store.unlock("lock", first);
		this.store.unlock("other", second);
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isEmpty();
		this.store.unlock("lock", second);
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isPresent();
	}

	@Test
	void lockWhenInterruptedThrowsAndPassesOn() throws Exception {
		long held = take("lock", "one");
		Future<OptionalLong> interrupted = startWaiting("lock", "two", LONG);
		lastThread().interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(interrupted::get)
			.withCauseInstanceOf(InterruptedException.class);
		this.store.unlock("lock", held);
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isPresent();
	}

	@Test
	void lockFromManyThreadsHasOneHolderAndGrowingTokens() throws Exception {
		AtomicInteger holders = new AtomicInteger();
		List<Long> tokens = new ArrayList<>();
		inThreads(8, () -> {
			for (int i = 0; i < 100; i++) {
				long token = this.store.lock("lock", "one", LONG).getAsLong();
				assertThat(holders.incrementAndGet()).isOne();
				tokens.add(token);
				holders.decrementAndGet();
				this.store.unlock("lock", token);
			}
			return null;
		});
		assertThat(tokens).hasSize(800).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void lockWhenWaitsEndAsItIsFreedIsNeverLost() throws Exception {
		inThreads(8, () -> {
			for (int i = 0; i < 200; i++) {
				OptionalLong token = this.store.lock("lock", "one", Duration.ofNanos(1 + i * 500L));
				token.ifPresent((held) -> this.store.unlock("lock", held));
			}
			return null;
		});
		assertThat(this.store.lock("lock", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void lockWhenInterruptedAsItIsFreedIsNeverLost() throws Exception {
		for (int i = 0; i < 200; i++) {
			long held = take("lock", "one");
			FutureTask<OptionalLong> waiting = startWaiting("lock", "two", LONG);
			Future<?> interrupter = start(Executors.callable(lastThread()::interrupt));
			this.store.unlock("lock", held);
			interrupter.get();
			grantedUnlessInterrupted(waiting).ifPresent((token) -> this.store.unlock("lock", token));
			assertThat(this.store.summary().locks()).isEmpty();
		}
	}

	@Test
	void releaseAllFreesLocksOfOwnerOnly() throws Exception {
		take("a", "one");
		take("b", "one");
		take("c", "two");
		releaseAll(this.store, "one");
		assertThat(owners()).containsOnly(Map.entry("c", "two"));
		assertThat(this.store.lock("a", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void releaseAllGivesLockToNextOwner() throws Exception {
		long held = take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		releaseAll(this.store, "one");
		assertThat(waiting.get().getAsLong()).isGreaterThan(held);
		this.store.unlock("lock", held);
		assertThat(owners()).containsEntry("lock", "two");
	}

	@Test
	void releaseAllEndsWaitsOfOwner() throws Exception {
		long held = take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		releaseAll(this.store, "two");
		assertThat(waiting.get()).isEmpty();
		this.store.unlock("lock", held);
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isPresent();
	}

	@Test
	void lockWhenOwnerWasReleasedReturnsEmpty() throws Exception {
		releaseAll(this.store, "one");
		assertThat(this.store.lock("lock", "one", Duration.ZERO)).isEmpty();
		assertThat(this.store.lock("lock", "one", LONG)).isEmpty();
		assertThat(this.store.lock("lock", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void lockWhenOwnerIsReleasedMeanwhileIsNeverHeldByIt() throws Exception {
		for (int i = 0; i < 100; i++) {
			String owner = "mortal-" + i;
			admit(this.store, owner);
			Future<OptionalLong> late = start(() -> this.store.lock("lock", owner, LONG));
			releaseAll(this.store, owner);
			late.get();
			assertThat(this.store.summary().locks()).isEmpty();
		}
	}

	@Test
	void lockWhenOwnerWasNeverAdmittedReturnsEmpty() throws Exception {
		assertThat(this.store.lock("lock", "stranger", Duration.ZERO)).isEmpty();
		assertThat(this.store.lock("lock", "stranger", LONG)).isEmpty();
	}

	@Test
	void renewWhenOwnerIsNotAdmittedReturnsEmpty() {
		assertThat(this.store.renew("one")).isPresent();
		assertThat(this.store.renew("stranger")).isEmpty();
		releaseAll(this.store, "one");
		assertThat(this.store.renew("one")).isEmpty();
	}

	@Test
	void ownersAreThoseWithALeaseOfTheirOwn() {
		this.store.admit("worker", "one");
		assertThat(this.store.owners()).containsOnlyKeys("one", "two");
		assertThat(this.store.owners().values()).allMatch((left) -> left.compareTo(this.store.lease()) <= 0);
		releaseAll(this.store, "one");
		assertThat(this.store.owners()).containsOnlyKeys("two");
	}

	@Test
	void releaseAllOfHostFreesLocksOfThoseThatLiveByItsLease() throws Exception {
		this.store.admit("worker", "one");
		take("lock", "worker");
		releaseAll(this.store, "one");
		assertThat(this.store.lock("lock", "worker", Duration.ZERO)).isEmpty();
		assertThat(this.store.lock("lock", "two", Duration.ZERO)).isPresent();
	}

	@Test
	void releaseAllOfOneThatLivesByALeaseLeavesTheHost() throws Exception {
		this.store.admit("worker", "one");
		take("a", "worker");
		take("b", "one");
		releaseAll(this.store, "worker");
		assertThat(owners()).containsOnly(Map.entry("b", "one"));
		assertThat(this.store.lock("a", "worker", Duration.ZERO)).isEmpty();
		assertThat(this.store.renew("one")).isPresent();
	}

	@Test
	void admitWhenHostIsNotAdmittedDoesNothing() throws Exception {
		this.store.admit("worker", "stranger");
		assertThat(this.store.lock("lock", "worker", Duration.ZERO)).isEmpty();
	}

	@Test
	void onChangeReportsEveryKindOfChange() {
		Map<String, String> seen = new ConcurrentHashMap<>();
		this.store.put("map", "before", json("0"));
		this.store.onChange("map", (key, value) -> seen.put(key, (value != null) ? text(value) : "removed"));
		this.store.put("map", "put", json("1"));
		this.store.putAll("map", Map.of("all", json("2")));
		this.store.compareAndSet("map", "cas", StoredValue.ABSENT, json("3"));
		this.store.put("other", "put", json("4"));
		Awaitility.await().until(() -> seen.equals(Map.of("put", "1", "all", "2", "cas", "3")));
		this.store.remove("map", "put");
		Awaitility.await().until(() -> "removed".equals(seen.get("put")));
		this.store.clear("map");
		Awaitility.await()
			.until(() -> seen
				.equals(Map.of("before", "removed", "put", "removed", "all", "removed", "cas", "removed")));
	}

	@Test
	void onChangeReportsChangesOfKeyInOrderAndTheLast() throws Exception {
		Queue<Long> versions = new ConcurrentLinkedQueue<>();
		AtomicReference<String> last = new AtomicReference<>();
		this.store.onChange("map", (key, value) -> {
			versions.add(value.version());
			last.set(text(value));
		});
		inThreads(4, () -> {
			for (int i = 0; i < 250; i++) {
				increment("key");
			}
			return null;
		});
		Awaitility.await().until(() -> "1000".equals(last.get()));
		assertThat(List.copyOf(versions)).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void onChangeWhenListenerIsSlowHoldsUpNobodyAndKeepsTheNewest() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch called = new CountDownLatch(1);
		Queue<String> slow = new ConcurrentLinkedQueue<>();
		this.store.onChange("map", (key, value) -> {
			called.countDown();
			await(release);
			slow.add(text(value));
		});
		AtomicReference<String> fast = new AtomicReference<>();
		this.store.onChange("map", (key, value) -> fast.set(text(value)));
		this.store.put("map", "key", json("0"));
		called.await();
		for (int i = 1; i <= 100; i++) {
			this.store.put("map", "key", json("" + i));
		}
		Awaitility.await().until(() -> "100".equals(fast.get()));
		release.countDown();
		Awaitility.await().until(() -> slow.contains("100"));
		assertThat(slow).containsExactly("0", "100");
	}

	@Test
	void onChangeWhenListenerThrowsGoesOn() {
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		this.store.onChange("map", (key, value) -> {
			seen.add(key);
			throw new AssertionError("expected by the test");
		});
		this.store.put("map", "a", json("1"));
		this.store.put("map", "b", json("1"));
		Awaitility.await().until(() -> seen.size() == 2);
		this.store.put("map", "c", json("1"));
		Awaitility.await().until(() -> seen.contains("c"));
	}

	@Test
	void onChangeRunsOutsideTheWritersThread() {
		AtomicReference<Thread> thread = new AtomicReference<>();
		this.store.onChange("map", (key, value) -> {
			this.store.put("answers", key, json("1"));
			thread.set(Thread.currentThread());
		});
		this.store.put("map", "key", json("1"));
		Awaitility.await().until(() -> thread.get() != null);
		assertThat(thread.get()).isNotSameAs(Thread.currentThread());
	}

	@Test
	void onChangeWhenRegistrationIsClosedEnds() {
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		AtomicReference<String> other = new AtomicReference<>();
		SharedMap.Registration registration = this.store.onChange("map", (key, value) -> seen.add(key));
		this.store.put("map", "a", json("1"));
		Awaitility.await().until(() -> seen.contains("a"));
		registration.close();
		registration.close();
		this.store.onChange("map", (key, value) -> other.set(key));
		this.store.put("map", "b", json("1"));
		Awaitility.await().until(() -> "b".equals(other.get()));
		assertThat(seen).containsExactly("a");
	}

	@Test
	void summaryTellsSizesCountsAndHolders() throws Exception {
		this.store.putAll("map", Map.of("a", json("1"), "b", json("2")));
		this.store.setCount("counter", 7);
		long token = take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		StateSummary summary = this.store.summary();
		assertThat(summary.maps()).containsOnlyKeys("map");
		assertThat(summary.maps().get("map").size()).isEqualTo(2);
		assertThat(summary.counters()).containsOnly(Map.entry("counter", 7L));
		assertThat(summary.locks()).containsOnly(Map.entry("lock", new StateSummary.OfLock("one", token, 1)));
		this.store.unlock("lock", token);
		long next = waiting.get().orElseThrow();
		assertThat(this.store.summary().locks())
			.containsOnly(Map.entry("lock", new StateSummary.OfLock("two", next, 0)));
	}

	private Map<String, String> owners() {
		return this.store.summary()
			.locks()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (lock) -> lock.getValue().owner()));
	}

	@Test
	void operationWhenClosedThrows() {
		this.store.close();
		this.store.close();
		assertClosed(() -> this.store.get("map", "key"));
		assertClosed(() -> this.store.entries("map"));
		assertClosed(() -> this.store.size("map"));
		assertClosed(() -> this.store.put("map", "key", json("1")));
		assertClosed(() -> this.store.putAll("map", Map.of("key", json("1"))));
		assertClosed(() -> this.store.compareAndSet("map", "key", StoredValue.ABSENT, json("1")));
		assertClosed(() -> this.store.remove("map", "key"));
		assertClosed(() -> this.store.clear("map"));
		assertClosed(() -> this.store.onChange("map", (key, value) -> {
		}));
		assertClosed(() -> this.store.count("counter"));
		assertClosed(() -> this.store.setCount("counter", 1));
		assertClosed(() -> this.store.addAndGet("counter", 1));
		assertClosed(() -> this.store.compareAndSetCount("counter", 0, 1));
		assertClosed(() -> this.store.lock("lock", "one", Duration.ZERO));
		assertClosed(() -> this.store.unlock("lock", 1));
		assertClosed(() -> this.store.summary());
	}

	@Test
	void lockWhenClosedWhileWaitingThrows() throws Exception {
		take("lock", "one");
		Future<OptionalLong> waiting = startWaiting("lock", "two", LONG);
		this.store.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.withCauseInstanceOf(ServerShutdownException.class);
	}

	private void increment(String key) {
		boolean set = false;
		while (!set) {
			StoredValue present = this.store.get("map", key);
			long version = (present != null) ? present.version() : StoredValue.ABSENT;
			int number = (present != null) ? Integer.parseInt(text(present)) : 0;
			set = this.store.compareAndSet("map", key, version, json("" + (number + 1))).isPresent();
		}
	}

	private long take(String lock, String owner) throws InterruptedException {
		return this.store.lock(lock, owner, Duration.ZERO).getAsLong();
	}

	private FutureTask<OptionalLong> startWaiting(String lock, String owner, Duration wait) {
		return startWaiting(() -> this.store.lock(lock, owner, wait));
	}

	private <T> FutureTask<T> startWaiting(Callable<T> callable) {
		FutureTask<T> task = start(callable);
		awaitWaiting(lastThread());
		return task;
	}

	private <T> FutureTask<T> start(Callable<T> callable) {
		FutureTask<T> task = new FutureTask<>(callable);
		Thread thread = new Thread(task);
		this.threads.add(thread);
		thread.start();
		return task;
	}

	private Thread lastThread() {
		return this.threads.get(this.threads.size() - 1);
	}

	private void inThreads(int count, Callable<@Nullable Void> callable) throws Exception {
		List<FutureTask<Void>> tasks = IntStream.range(0, count).mapToObj((i) -> start(callable)).toList();
		for (FutureTask<Void> task : tasks) {
			task.get();
		}
	}

	private static OptionalLong grantedUnlessInterrupted(Future<OptionalLong> lock) throws InterruptedException {
		try {
			return lock.get();
		}
		catch (ExecutionException ex) {
			assertThat(ex).hasCauseInstanceOf(InterruptedException.class);
			return OptionalLong.empty();
		}
	}

	private static void assertLimit(ThrowingCallable operation, String... message) {
		assertThatExceptionOfType(StateLimitException.class).isThrownBy(operation)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(message));
	}

	private static void assertClosed(ThrowingCallable operation) {
		assertThatExceptionOfType(ServerShutdownException.class).isThrownBy(operation).withMessageContaining("stopped");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Map<String, String> texts() {
		return this.store.entries("map")
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> text(entry.getValue())));
	}

	private static Map<String, byte[]> entries(int count, String text) {
		return IntStream.range(0, count).boxed().collect(Collectors.toMap((i) -> "key-" + i, (i) -> json(text)));
	}

	private int number(String key) {
		return Integer.parseInt(text(this.store.get("map", key)));
	}

	private long version(String key) {
		return this.store.get("map", key).version();
	}

	private static byte[] json(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(StoredValue value) {
		return new String(value.json(), StandardCharsets.UTF_8);
	}

}
