package io.appinfra.net.autoconfigure.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import io.appinfra.net.http.OpenConnections;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenConnectionsLifecycle}.
 */
class OpenConnectionsLifecycleTests {

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@Test
	void phaseIsThatOfGracefulShutdown() {
		assertThat(OpenConnectionsLifecycle.PHASE).isEqualTo(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
	}

	@Test
	void stopWhenConnectionsAreOpenWaitsForTheirEnd() {
		lifecycle(Duration.ofDays(1)).stop(() -> this.stopped.complete(null));
		assertThat(this.stopped).isNotDone();
		this.end.complete(null);
		assertThat(this.stopped).succeedsWithin(Duration.ofMinutes(1));
	}

	@Test
	void stopWhenAClientNeverConfirmsEndsWithThePhase() {
		lifecycle(Duration.ofMillis(10)).stop(() -> this.stopped.complete(null));
		assertThat(this.stopped).succeedsWithin(Duration.ofMinutes(1));
		assertThat(this.end).isNotDone();
	}

	private OpenConnectionsLifecycle lifecycle(Duration longest) {
		return new OpenConnectionsLifecycle(new DefaultListableBeanFactory(), List.of(new OpenConnections() {

			@Override
			public void admit() {
			}

			@Override
			public CompletableFuture<?> end() {
				return OpenConnectionsLifecycleTests.this.end;
			}

		}), longest);
	}

}
