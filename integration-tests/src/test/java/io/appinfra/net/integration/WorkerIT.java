package io.appinfra.net.integration;

import java.time.Duration;

import io.appinfra.net.state.SharedState;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the worker of an application with Spring Security and tracing.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerIT {

	@Test
	void tickWhenInWorkerNeedsNoSecurityAndStopsWithTheApplication(CapturedOutput output) {
		long worker;
		try (RawServer server = RawServer.start(new Class<?>[] { Application.class })) {
			SharedState state = server.context().getBean(SharedState.class);
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> state.counter("worker").get() > 0);
			worker = state.counter("worker").get();
			assertThat(worker).isNotEqualTo(ProcessHandle.current().pid());
			assertThat(ProcessHandle.of(worker)).get().matches(ProcessHandle::isAlive);
		}
		assertThat(ProcessHandle.of(worker).filter(ProcessHandle::isAlive)).isEmpty();
		assertThat(output.getOut().lines()).noneMatch((line) -> line.contains(" ERROR ") || line.contains(" WARN "));
	}

	@Import({ LockedApplication.class, Ticking.class })
	static class Application {

	}

	static class Ticking {

		private final SharedState state;

		Ticking(SharedState state) {
			this.state = state;
		}

		@Tick(interval = "50ms", runIn = RunIn.WORKER)
		void tick() {
			this.state.counter("worker").set(ProcessHandle.current().pid());
		}

		@PreAuthorize("hasRole('KEEPER')")
		void locked() {
		}

	}

}
