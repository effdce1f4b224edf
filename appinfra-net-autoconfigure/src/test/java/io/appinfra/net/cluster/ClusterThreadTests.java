package io.appinfra.net.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.appinfra.net.ServerShutdownException;
import io.appinfra.net.StateUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterThread}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterThreadTests {

	private final CompletableFuture<Void> storeClosed = new CompletableFuture<>();

	private final ClusterThread thread = new ClusterThread(() -> this.storeClosed.complete(null));

	@AfterEach
	void close() {
		this.thread.close(() -> {
		});
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("on purpose"), new StackOverflowError("on purpose"),
				new StateUnavailableException("on purpose", false, null), new ServerShutdownException("on purpose"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void repeatWhenActionFailsGoesOn(Throwable failure) throws Exception {
		CountDownLatch rounds = new CountDownLatch(3);
		this.thread.repeat(() -> {
			rounds.countDown();
			ClusterThreadTests.<RuntimeException>fail(failure);
		}, Duration.ofMillis(1));
		assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void executeWhenStoreIsClosedReportsThat() {
		this.thread.execute(() -> {
			throw new ServerShutdownException("on purpose");
		});
		assertThat(this.storeClosed).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void executeWhenActionIsWrongLogsItOnly(CapturedOutput output) {
		CompletableFuture<Void> next = new CompletableFuture<>();
		this.thread.execute(() -> {
			throw new IllegalStateException("on purpose");
		});
		this.thread.execute(() -> next.complete(null));
		assertThat(next).succeedsWithin(Duration.ofSeconds(20));
		assertThat(output).contains("The cluster could not go on with what it was about").contains("on purpose");
		assertThat(this.storeClosed).isNotDone();
	}

	@Test
	void closeDoesTheLastInThreadOfCallerThoughItFails() {
		CompletableFuture<Thread> last = new CompletableFuture<>();
		this.thread.close(() -> {
			last.complete(Thread.currentThread());
			throw new IllegalStateException("on purpose");
		});
		assertThat(last).isCompletedWithValue(Thread.currentThread());
		this.thread.execute(() -> last.obtrudeValue(null));
		assertThat(last).isCompletedWithValue(Thread.currentThread());
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void fail(Throwable failure) throws T {
		throw (T) failure;
	}

}
