package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Waiting}.
 */
class WaitingTests {

	private static final Duration LONGEST = Duration.ofHours(1);

	private final CompletableFuture<Thread> called = new CompletableFuture<>();

	@Test
	void beginWhenItIsOverCallsBackAtOnce() {
		Waiting.begin(LONGEST, () -> true, this::callback);
		assertThat(this.called).isCompletedWithValue(Thread.currentThread());
	}

	@Test
	void beginWhenThereIsNoTimeCallsBackAtOnce() {
		Waiting.begin(Duration.ZERO, () -> false, this::callback);
		assertThat(this.called).isCompletedWithValue(Thread.currentThread());
	}

	@Test
	void beginWhenItIsOverLaterCallsBackThenAndLeavesNoThread() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		Waiting.begin(LONGEST, () -> over.getAndSet(true), this::callback);
		Thread thread = this.called.get(1, TimeUnit.MINUTES);
		thread.join(60_000);
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void beginWhenItIsNeverOverCallsBackAfterTheLongestTime() {
		Waiting.begin(Duration.ofMillis(1), () -> false, this::callback);
		assertThat(this.called).succeedsWithin(Duration.ofMinutes(1));
	}

	private void callback() {
		this.called.complete(Thread.currentThread());
	}

}
