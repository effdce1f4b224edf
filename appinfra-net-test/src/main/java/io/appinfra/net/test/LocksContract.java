package io.appinfra.net.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every store does with locks.
 */
abstract class LocksContract extends CountersContract {

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

	private static OptionalLong grantedUnlessInterrupted(Future<OptionalLong> lock) throws InterruptedException {
		try {
			return lock.get();
		}
		catch (ExecutionException ex) {
			assertThat(ex).hasCauseInstanceOf(InterruptedException.class);
			return OptionalLong.empty();
		}
	}

}
