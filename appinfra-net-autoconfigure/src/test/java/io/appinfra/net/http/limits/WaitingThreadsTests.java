package io.appinfra.net.http.limits;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WaitingThreads}.
 */
class WaitingThreadsTests {

	private final WaitingThreads threads = WaitingThreads.atMost(2);

	@Test
	void tryEnterWhenUnboundedIsAlwaysTrue() {
		WaitingThreads unbounded = WaitingThreads.unbounded();
		for (int i = 0; i < 1000; i++) {
			assertThat(unbounded.tryEnter(new TestWaiter(Duration.ZERO, true))).isTrue();
		}
	}

	@Test
	void tryEnterWhenOneHasLeftIsTrue() {
		TestWaiter first = enter(Duration.ZERO, true);
		enter(Duration.ZERO, true);
		this.threads.leave(first);
		assertThat(this.threads.tryEnter(new TestWaiter(Duration.ZERO, true))).isTrue();
		assertThat(first.gaveWay).isFalse();
	}

	@Test
	void tryEnterWhenNoneHasWaitedForLongIsFalse() {
		TestWaiter first = enter(Duration.ofMillis(249), true);
		TestWaiter second = enter(Duration.ZERO, true);
		assertThat(this.threads.tryEnter(new TestWaiter(Duration.ZERO, true))).isFalse();
		assertThat(first.gaveWay).isFalse();
		assertThat(second.gaveWay).isFalse();
	}

	@Test
	void tryEnterWhenFullTakesPlaceOfLongestWaiter() {
		TestWaiter shorter = enter(Duration.ofMillis(300), true);
		TestWaiter longest = enter(Duration.ofMillis(400), true);
		assertThat(this.threads.tryEnter(new TestWaiter(Duration.ZERO, true))).isTrue();
		assertThat(longest.gaveWay).isTrue();
		assertThat(shorter.gaveWay).isFalse();
	}

	@Test
	void tryEnterWhenLongestHasItsBytesAlreadyIsFalse() {
		enter(Duration.ofMillis(300), true);
		enter(Duration.ofMillis(400), false);
		assertThat(this.threads.tryEnter(new TestWaiter(Duration.ZERO, true))).isFalse();
	}

	@Test
	void tryEnterWhenInterruptedIsFalseAndKeepsInterrupt() {
		enter(Duration.ofMillis(300), true).staying = true;
		enter(Duration.ofMillis(300), true).staying = true;
		Thread.currentThread().interrupt();
		assertThat(this.threads.tryEnter(new TestWaiter(Duration.ZERO, true))).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	private TestWaiter enter(Duration waited, boolean waiting) {
		TestWaiter waiter = new TestWaiter(waited, waiting);
		assertThat(this.threads.tryEnter(waiter)).isTrue();
		return waiter;
	}

	/**
	 * Leaves at once when it gives way, unless it is staying.
	 */
	private final class TestWaiter implements WaitingThreads.Waiter {

		private final Duration waited;

		private final boolean waiting;

		private boolean staying;

		private boolean gaveWay;

		TestWaiter(Duration waited, boolean waiting) {
			this.waited = waited;
			this.waiting = waiting;
		}

		@Override
		public long nanos() {
			return this.waited.toNanos();
		}

		@Override
		public boolean giveWay() {
			this.gaveWay = this.waiting;
			if (this.waiting && !this.staying) {
				WaitingThreadsTests.this.threads.leave(this);
			}
			return this.waiting;
		}

	}

}
