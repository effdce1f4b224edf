package io.appinfra.net.shutdown;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link QuietLifecycle} without a web server.
 */
class QuietLifecycleTests {

	private final ServerConnections connections = mock(ServerConnections.class);

	private final Runnable callback = mock(Runnable.class);

	@Test
	void stopWhenNoQuietIsWantedLeavesTheConnectionsAlone() {
		lifecycle(this.connections, Duration.ZERO).stop(this.callback);
		then(this.callback).should().run();
		then(this.connections).shouldHaveNoInteractions();
	}

	@Test
	void stopWhenServerIsAnotherIsOverAtOnce() {
		lifecycle(null, Duration.ofHours(1)).stop(this.callback);
		then(this.callback).should().run();
	}

	@Test
	void pauseOfTheContextIsNoStop() {
		assertThat(lifecycle(this.connections, Duration.ZERO).isPauseable()).isFalse();
	}

	private static QuietLifecycle lifecycle(ServerConnections connections, Duration quiet) {
		return new QuietLifecycle(new Traffic(), () -> connections, quiet, Duration.ofHours(1));
	}

}
