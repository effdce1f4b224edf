package io.appinfra.net;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.WorkerAutoConfiguration;
import io.appinfra.net.fixture.SlowStore;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedLock;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.supervisor.WorkerStatus;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A worker that is killed with a lock in hand, while the web process carries out what the
 * lock guards.
 */
class LockOfKilledWorkerIT {

	private static final Duration LONG = Duration.ofSeconds(60);

	@Test
	void lockWhenOperationOfKilledHolderIsUnderWayIsNotFree() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			SlowStore store = context.getBean(SlowStore.class);
			assertThat(store.awaitPut()).isTrue();
			WorkerSupervisor supervisor = context.getBean(WorkerSupervisor.class);
			ProcessHandle.of(worker(supervisor).pid()).orElseThrow().destroyForcibly();
			await().atMost(LONG).until(() -> worker(supervisor).lastExit() != null);
			SharedState state = context.getBean(SharedState.class);
			SharedLock lock = state.lock("guard");
			assertThat(lock.tryLock(Duration.ZERO)).isEmpty();
			store.proceed();
			try (HeldLock held = lock.tryLock(LONG).orElseThrow()) {
				assertThat(held.fencingToken()).isPositive();
				assertThat(state.map("guarded", String.class).get("key")).isEqualTo("from the worker");
			}
		}
	}

	private static ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run("--appinfra.net.workers.default.restart.initial-delay=60s",
				"--appinfra.net.workers.default.restart.max-delay=60s");
	}

	private static WorkerStatus worker(WorkerSupervisor supervisor) {
		return supervisor.workers().get(0);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ StateCodecAutoConfiguration.class, StateAutoConfiguration.class,
			TickerAutoConfiguration.class, SupervisorAutoConfiguration.class, WorkerAutoConfiguration.class })
	static class Application {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER)
		Ticker ticker(SharedState state) {
			return (tick) -> {
				state.lock("guard").tryLock(LONG).orElseThrow();
				state.map("guarded", String.class).put("key", "from the worker");
			};
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
