package io.appinfra.net.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.StandardEnvironment;

import io.appinfra.net.ServerStartupException;
import io.appinfra.net.channel.LastingServer;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.local.LocalStateStore;
import io.appinfra.net.supervisor.WorkerSettings.Times;
import io.appinfra.net.supervisor.WorkerSettings.UseMainMethod;
import io.appinfra.net.ticker.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WorkerSupervisor}.
 */
class WorkerSupervisorTests {

	private final LastingServer server = mock(LastingServer.class);

	@Test
	void closeWhenNoChannelCouldBeOpenedHasNothingToWaitFor() throws Exception {
		given(this.server.get()).willThrow(new IOException("no room"));
		WorkerSupervisor supervisor = supervisor();
		assertThatExceptionOfType(ServerStartupException.class).isThrownBy(supervisor::start)
			.withMessage("No channel to workers could be opened: no room");
		assertThat(supervisor.isRunning()).isFalse();
		assertThat(supervisor.stop()).isCompleted();
		assertThat(CompletableFuture.runAsync(supervisor::close)).succeedsWithin(Duration.ofSeconds(30));
	}

	private WorkerSupervisor supervisor() {
		return new WorkerSupervisor(List.of(TestSettings.every(Duration.ofSeconds(1)).inWorker().define("prices")),
				(name) -> settings(), ApplicationBlueprint.of("a.Source"), new StandardEnvironment(),
				new StateSession(new LocalStateStore(10, 10), "here"), this.server);
	}

	private static WorkerSettings settings() {
		Duration second = Duration.ofSeconds(1);
		RestartPolicy restart = new RestartPolicy(second, second, 1, 0, 1, second);
		return new WorkerSettings("default", UseMainMethod.NEVER, List.of(), List.of(), Map.of(),
				new Times(second, second, second, second.multipliedBy(2)), restart, false, null);
	}

}
