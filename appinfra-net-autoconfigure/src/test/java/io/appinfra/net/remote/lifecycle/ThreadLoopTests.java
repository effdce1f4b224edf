package io.appinfra.net.remote.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadLoop}.
 */
class ThreadLoopTests {

	private final ThreadLoop loop = new ThreadLoop("loop-under-test");

	private final List<String> done = new ArrayList<>();

	@AfterEach
	void close() {
		this.loop.close();
	}

	@Test
	void awaitWhenTasksFailDoesTheNext() {
		this.loop.open();
		for (Throwable failure : List.of(new IllegalStateException("failed"), new StackOverflowError())) {
			assertThat(this.loop.await(() -> fail(failure))).isTrue();
		}
		assertThat(this.loop.await(() -> this.done.add("next"))).isTrue();
		assertThat(this.done).containsExactly("next");
	}

	@Test
	void awaitDoesWhatWasAskedForBefore() {
		this.loop.open();
		this.loop.execute(() -> this.done.add("first"));
		this.loop.await(() -> this.done.add("second"));
		assertThat(this.done).containsExactly("first", "second");
	}

	@Test
	void awaitWhenInterruptedKeepsTheInterrupt() {
		this.loop.open();
		Thread.currentThread().interrupt();
		assertThat(this.loop.await(() -> this.done.add("done"))).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.done).containsExactly("done");
	}

	@Test
	void afterDoesItLaterUnlessCancelled() {
		this.loop.open();
		CompletableFuture<Void> later = new CompletableFuture<>();
		this.loop.after(Duration.ofHours(1), () -> this.done.add("cancelled")).run();
		this.loop.after(Duration.ofMillis(1), () -> later.complete(null));
		assertThat(later).succeedsWithin(Duration.ofMinutes(1));
		assertThat(this.done).isEmpty();
	}

	@Test
	void loopWhenClosedDoesNothing() {
		for (int i = 0; i < 2; i++) {
			this.loop.execute(() -> this.done.add("executed"));
			assertThat(this.loop.await(() -> this.done.add("awaited"))).isFalse();
			this.loop.after(Duration.ZERO, () -> this.done.add("later")).run();
			this.loop.open();
			this.loop.close();
		}
		assertThat(this.done).isEmpty();
	}

	@Test
	void loopWhenOpenedAgainGoesOn() {
		this.loop.open();
		this.loop.close();
		this.loop.open();
		assertThat(this.loop.await(() -> this.done.add("again"))).isTrue();
	}

	private static void fail(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		throw (RuntimeException) failure;
	}

}
