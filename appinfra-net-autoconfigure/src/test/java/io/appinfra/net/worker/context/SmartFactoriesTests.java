package io.appinfra.net.worker.context;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.SchedulingTaskExecutor;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SmartFactories}.
 */
class SmartFactoriesTests {

	@Test
	void otherTypeOfFactoryWhenTickerNeedsItIsInjected() {
		try (Worker worker = Worker.of(Factories.class, TickerWithSession.class)) {
			assertThat(worker.get(Session.class).of()).isEqualTo("main");
			assertThat(Worker.effects).contains("factory main", "ticker with session of main");
		}
	}

	@Test
	void otherTypeOfFactoryWhenAskedForLateIsFound() {
		try (Worker worker = Worker.of(Factories.class, PlainTicker.class)) {
			ObjectProvider<Session> sessions = worker.context().getBeanProvider(Session.class);
			assertThat(Worker.effects).isEmpty();
			assertThat(sessions.getObject().of()).isEqualTo("main");
			assertThat(sessions.stream()).hasSize(2);
		}
	}

	@Test
	void factoryWhenOnlyItsOwnTypeIsLookedForDoesNotLive() {
		try (Worker worker = Worker.of(Factories.class, PlainTicker.class)) {
			assertThat(worker.context().getBeanNamesForType(Sessions.class)).containsExactlyInAnyOrder("main", "other");
			assertThat(worker.context().getBeanNamesForType(Session.class, true, false)).isEmpty();
			assertThat(worker.context().getBeanNamesForType(Runnable.class)).isEmpty();
			assertThat(Worker.effects).isEmpty();
		}
	}

	@Test
	void factoryWhenATypeThatExtendsOneOfItsPackageIsLookedForLives() {
		try (Worker worker = Worker.of(ExecutorConfiguration.class, PlainTicker.class)) {
			assertThat(worker.context().getBeanNamesForType(Runnable.class)).isEmpty();
			assertThat(Worker.effects).isEmpty();
			assertThat(worker.context().getBeanNamesForType(SchedulingTaskExecutor.class)).isEmpty();
			assertThat(Worker.effects).containsExactly("factory of executors");
		}
	}

	interface Sessions {

	}

	interface Session {

		String of();

	}

	static class SessionsFactory implements SmartFactoryBean<Sessions> {

		private final String name;

		SessionsFactory(String name) {
			this.name = name;
			Worker.effect("factory " + name);
		}

		@Override
		public Sessions getObject() {
			return new Sessions() {
			};
		}

		@Override
		public Class<?> getObjectType() {
			return Sessions.class;
		}

		@Override
		public <S> S getObject(Class<S> type) {
			return type.cast((type == Session.class) ? (Session) () -> this.name : getObject());
		}

		@Override
		public boolean supportsType(Class<?> type) {
			return type.isAssignableFrom(Sessions.class) || type.isAssignableFrom(Session.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factories {

		@Bean
		@Primary
		SessionsFactory main() {
			return new SessionsFactory("main");
		}

		@Bean
		SessionsFactory other() {
			return new SessionsFactory("other");
		}

	}

	static class ExecutorFactory implements SmartFactoryBean<TaskExecutor> {

		ExecutorFactory() {
			Worker.effect("factory of executors");
		}

		@Override
		public TaskExecutor getObject() {
			return Runnable::run;
		}

		@Override
		public Class<?> getObjectType() {
			return TaskExecutor.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ExecutorConfiguration {

		@Bean
		ExecutorFactory executor() {
			return new ExecutorFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TickerWithSession {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker withSession(Session session) {
			Worker.effect("ticker with session of " + session.of());
			return (tick) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainTicker {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker plain() {
			return (tick) -> {
			};
		}

	}

}
