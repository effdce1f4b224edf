package io.appinfra.net.shutdown;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DrainLifecycle}.
 */
@Timeout(60)
class DrainLifecycleTests {

	private static final Duration QUIET = Duration.ofSeconds(1);

	private final AtomicLong now = new AtomicLong();

	private final Traffic traffic = new Traffic(this.now::get);

	@Test
	void stopWithoutDelayLetsConnectionsEndAndDoesNotWait() {
		DrainLifecycle lifecycle = new DrainLifecycle(this.traffic, Duration.ZERO, QUIET);
		lifecycle.start();
		assertThat(this.traffic.isDraining()).isFalse();
		assertThat(stop(lifecycle)).isDone();
		assertThat(this.traffic.isDraining()).isTrue();
		lifecycle.start();
		assertThat(this.traffic.isDraining()).isFalse();
	}

	@Test
	void stopIsOverBeforeItsDelayOnceOnlyProbesCome() {
		for (int i = 0; i < 1000; i++) {
			this.now.addAndGet(Duration.ofMillis(20).toNanos());
			this.traffic.request();
		}
		CompletableFuture<Void> stopped = stop(new DrainLifecycle(this.traffic, Duration.ofDays(1), QUIET));
		assertThat(stopped).isNotDone();
		this.traffic.probe();
		this.now.addAndGet(QUIET.toNanos());
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(50));
	}

	@Test
	void stopIsOverAfterItsDelayWhateverComes() {
		assertThat(stop(new DrainLifecycle(this.traffic, Duration.ofMillis(30), QUIET)))
			.succeedsWithin(Duration.ofSeconds(50));
	}

	private static CompletableFuture<Void> stop(ShutdownStep step) {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		step.stop(() -> stopped.complete(null));
		return stopped;
	}

}
