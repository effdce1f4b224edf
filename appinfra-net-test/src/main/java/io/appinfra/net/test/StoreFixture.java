package io.appinfra.net.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.StoredValue;

/**
 * Makes a store for each test of the contract, and threads that use it.
 */
abstract class StoreFixture {

	static final Duration LONG = Duration.ofSeconds(50);

	private final List<Thread> threads = new ArrayList<>();

	/**
	 * The store of the present test.
	 */
	StateStore store;

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

	Map<String, String> owners() {
		return this.store.summary()
			.locks()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (lock) -> lock.getValue().owner()));
	}

	long take(String lock, String owner) throws InterruptedException {
		return this.store.lock(lock, owner, Duration.ZERO).getAsLong();
	}

	FutureTask<OptionalLong> startWaiting(String lock, String owner, Duration wait) {
		return startWaiting(() -> this.store.lock(lock, owner, wait));
	}

	<T> FutureTask<T> startWaiting(Callable<T> callable) {
		FutureTask<T> task = start(callable);
		awaitWaiting(lastThread());
		return task;
	}

	<T> FutureTask<T> start(Callable<T> callable) {
		FutureTask<T> task = new FutureTask<>(callable);
		Thread thread = new Thread(task);
		this.threads.add(thread);
		thread.start();
		return task;
	}

	Thread lastThread() {
		return this.threads.get(this.threads.size() - 1);
	}

	void inThreads(int count, Callable<@Nullable Void> callable) throws Exception {
		List<FutureTask<Void>> tasks = IntStream.range(0, count).mapToObj((i) -> start(callable)).toList();
		for (FutureTask<Void> task : tasks) {
			task.get();
		}
	}

	static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	long version(String key) {
		return this.store.get("map", key).version();
	}

	static byte[] json(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(StoredValue value) {
		return new String(value.json(), StandardCharsets.UTF_8);
	}

}
