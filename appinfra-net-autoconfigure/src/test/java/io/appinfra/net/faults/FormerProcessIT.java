package io.appinfra.net.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.WorkerAutoConfiguration;
import io.appinfra.net.fixture.SlowStore;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedLock;
import io.appinfra.net.state.SharedMap;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of what a killed process has asked for, that alone is carried out which was begun
 * before its successor started.
 */
@Timeout(120)
class FormerProcessIT {

	@TempDir
	Path directory;

	@Test
	void writeWhenSuccessorHasStartedIsNotBegun() throws Exception {
		Path asked = this.directory.resolve("asked");
		try (FaultRun run = FaultRun.start(FormerApplication.class,
				List.of("--asked=" + asked, "--appinfra.net.workers.default.restart.initial-delay=1ms"))) {
			long former = run.awaitUp("default");
			FaultRun.await(() -> Files.exists(asked));
			assertThat(run.bean(SlowStore.class).awaitPut()).isTrue();
			FaultRun.signal("KILL", former);
			run.awaitUpOtherThan("default", former);
			SharedLock lock = run.state().lock("held");
			assertThat(lock.tryLock(Duration.ZERO)).isEmpty();
			run.bean(SlowStore.class).proceed();
			try (HeldLock held = lock.tryLock(Duration.ofSeconds(60)).orElseThrow()) {
				assertThat(held.fencingToken()).isPositive();
				assertThat(run.state().map("values", String.class).entries()).containsOnlyKeys("begun");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ StateCodecAutoConfiguration.class, StateAutoConfiguration.class,
			TickerAutoConfiguration.class, SupervisorAutoConfiguration.class, WorkerAutoConfiguration.class })
	static class FormerApplication {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER)
		Ticker ticker(SharedState state, Environment environment) {
			Path asked = Path.of(environment.getRequiredProperty("asked"));
			return (tick) -> {
				if (!Files.exists(asked)) {
					state.lock("held").tryLock(Duration.ZERO).orElseThrow();
					putInBackground(state, "begun");
					putInBackground(state, "not begun");
					Files.createFile(asked);
				}
			};
		}

		/**
		 * Return when the operation has been sent and the answer is waited for.
		 */
		private static void putInBackground(SharedState state, String key) {
			SharedMap<String> values = state.map("values", String.class);
			Thread thread = new Thread(() -> values.put(key, "a value"));
			thread.start();
			while (!isWaiting(thread)) {
				Thread.onSpinWait();
			}
		}

		private static boolean isWaiting(Thread thread) {
			return List.of(thread.getStackTrace())
				.stream()
				.anyMatch(
						(call) -> call.getClassName().endsWith(".StateClient") && call.getMethodName().equals("await"));
		}

		@Bean
		@ConditionalOnRole(Role.WEB)
		SlowStore slowStore() {
			return new SlowStore();
		}

		@Bean
		@ConditionalOnRole(Role.WEB)
		StateStore stateStore(SlowStore store) {
			return store.create();
		}

	}

}
