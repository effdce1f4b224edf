package io.appinfra.net.state.local;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LocalLocks}: those for which the moment matters, as the test holds the
 * mutex.
 */
@Timeout(60)
class LocalLocksTests {

	private final Mutex mutex = new Mutex();

	private final LocalLocks locks = new LocalLocks(this.mutex, new AtomicLong()::incrementAndGet);

	private long held;

	@BeforeEach
	void holdLock() throws InterruptedException {
		this.locks.admit("one", "one");
		this.locks.admit("two", "two");
		this.held = this.locks.lock("lock", "one", Duration.ZERO).getAsLong();
	}

	@Test
	void unlockWhenWaiterHasBeenInterruptedFreesLock() throws Exception {
		FutureTask<OptionalLong> waiting = waiting(Duration.ofSeconds(50));
		Thread waiter = start(waiting);
		unlockWhenBack(waiter, waiter::interrupt);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiting::get)
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(this.locks.summary()).isEmpty();
	}

	@Test
	void unlockWhenWaiterHasBeenInterruptedGivesLockToNext() throws Exception {
		Thread waiter = start(waiting(Duration.ofSeconds(50)));
		FutureTask<OptionalLong> next = waiting(Duration.ofSeconds(50));
		start(next);
		unlockWhenBack(waiter, waiter::interrupt);
		assertThat(next.get()).isPresent();
		assertThat(this.locks.summary().get("lock").owner()).isEqualTo("two");
	}

	@Test
	void unlockWhenWaitHasEndedGivesLockToWaiter() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		this.mutex.condition = conditionThatEndsAt(end);
		FutureTask<OptionalLong> waiting = waiting(Duration.ofSeconds(50));
		Thread waiter = start(waiting);
		unlockWhenBack(waiter, end::countDown);
		assertThat(waiting.get()).isPresent();
		assertThat(this.locks.summary().get("lock").owner()).isEqualTo("two");
	}

	/**
	 * Return a condition whose waits are over at a moment of the test's choice, as if
	 * their time had passed.
	 */
	private Condition conditionThatEndsAt(CountDownLatch end) throws InterruptedException {
		Condition condition = mock(Condition.class);
		given(condition.awaitNanos(anyLong())).willAnswer((call) -> {
			this.mutex.unlock();
			try {
				assertThat(end.await(50, TimeUnit.SECONDS)).isTrue();
			}
			finally {
				this.mutex.lock();
			}
			return 0L;
		});
		return condition;
	}

	private FutureTask<OptionalLong> waiting(Duration wait) {
		return new FutureTask<>(() -> this.locks.lock("lock", "two", wait));
	}

	private static Thread start(Runnable task) {
		Thread thread = new Thread(task);
		thread.start();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.until(thread::getState, Thread.State.TIMED_WAITING::equals);
		return thread;
	}

	/**
	 * Free the lock when the waiter waits for it no more, but has not got the mutex yet.
	 */
	private void unlockWhenBack(Thread waiter, Runnable end) {
		this.mutex.lock();
		try {
			end.run();
			while (!this.mutex.hasQueuedThread(waiter)) {
				Thread.onSpinWait();
			}
			this.locks.unlock("lock", this.held);
		}
		finally {
			this.mutex.unlock();
		}
	}

	private static final class Mutex extends ReentrantLock {

		private static final long serialVersionUID = 1L;

		private transient @Nullable Condition condition;

		@Override
		public Condition newCondition() {
			return (this.condition != null) ? this.condition : super.newCondition();
		}

	}

}
