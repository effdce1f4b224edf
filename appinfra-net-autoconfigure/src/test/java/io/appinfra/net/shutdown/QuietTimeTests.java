package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for how long {@link QuietLifecycle} waits.
 */
@Timeout(60)
class QuietTimeTests {

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final Duration QUIET = Duration.ofSeconds(1);

	private final AtomicLong now = new AtomicLong();

	private final Traffic traffic = new Traffic(this.now::get);

	private final TestConnections connections = new TestConnections();

	@Test
	void stopRefusesNewConnectionsAndServesOthersUntilItIsQuietSinceThen() {
		this.now.addAndGet(LONGEST.toNanos());
		CompletableFuture<Void> stopped = stop(QUIET, LONGEST);
		assertThat(this.connections.refuses).isTrue();
		this.now.addAndGet(QUIET.toNanos() - 1);
		awaitLooks();
		assertThat(stopped).isNotDone();
		this.now.addAndGet(1);
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(50));
	}

	@Test
	void stopWhenARequestComesWaitsForAnotherQuietTime() {
		this.traffic.drain();
		CompletableFuture<Void> stopped = stop(QUIET, LONGEST);
		this.now.addAndGet(QUIET.toNanos() - 1);
		this.traffic.request();
		this.now.addAndGet(QUIET.toNanos() - 1);
		awaitLooks();
		assertThat(stopped).isNotDone();
		this.now.addAndGet(1);
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(50));
	}

	@Test
	void stopWhenNoConnectionIsLeftWaitsForThoseThatWereJustAccepted() {
		this.connections.open = false;
		CompletableFuture<Void> stopped = stop(QUIET, LONGEST);
		assertThat(stopped).isNotDone();
		this.now.addAndGet(Duration.ofMillis(100).toNanos());
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(50));
	}

	@Test
	void stopWhenNoConnectionIsLeftWaitsNoLongerThanItWouldForOne() {
		this.connections.open = false;
		CompletableFuture<Void> stopped = stop(Duration.ofMillis(10), LONGEST);
		assertThat(stopped).isNotDone();
		this.now.addAndGet(Duration.ofMillis(10).toNanos());
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(50));
	}

	@Test
	void stopWhenItIsNeverQuietIsOverAfterTheLongestTime() {
		assertThat(stop(QUIET, Duration.ofMillis(30))).succeedsWithin(Duration.ofSeconds(50));
	}

	/**
	 * Wait until it was looked whether it is quiet, which follows the request to go.
	 */
	private void awaitLooks() {
		int before = this.connections.asked.get();
		await().until(() -> this.connections.asked.get() >= before + 2);
	}

	private CompletableFuture<Void> stop(Duration quiet, Duration longest) {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		new QuietLifecycle(this.traffic, () -> this.connections, quiet, longest).stop(() -> stopped.complete(null));
		return stopped;
	}

	private static final class TestConnections implements ServerConnections {

		private final AtomicInteger asked = new AtomicInteger();

		private boolean open = true;

		private boolean refuses;

		@Override
		public boolean refuseNew() {
			this.refuses = true;
			return this.open;
		}

		@Override
		public void goAway() {
			this.asked.incrementAndGet();
		}

	}

}
