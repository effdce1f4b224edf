package io.appinfra.net.autoconfigure.cluster;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateStoreDecorator;
import io.appinfra.net.autoconfigure.state.jdbc.JdbcStateAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.state.HeldLock;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterLifecycle} in an application.
 */
class ClusterLifecycleTests {

	@Test
	void stopHandsOverTickersFirstAndEndsTheSessionLast() {
		List<String> events = new CopyOnWriteArrayList<>();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JacksonAutoConfiguration.class,
					StateCodecAutoConfiguration.class, JdbcStateAutoConfiguration.class, StateAutoConfiguration.class,
					SupervisorAutoConfiguration.class, ClusterAutoConfiguration.class, TickerAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withBean("events", Events.class, () -> events::add)
			.withPropertyValues("appinfra.net.state.store=jdbc", "spring.application.name=shop",
					"appinfra.net.state.timeout=30s",
					"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> events.contains("ticker begins"));
				events.clear();
			});
		assertThat(events).containsExactly("ticker is handed over", "application stops", "lock is held: true",
				"session ends");
	}

	interface Events {

		void add(String event);

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		StateStoreDecorator decorator(Events events) {
			return (store) -> (StateStore) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { StateStore.class }, (proxy, method, arguments) -> {
						if (method.getName().equals("releaseAll")) {
							events.add("session ends");
						}
						try {
							return method.invoke(store, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

		@Bean
		Report report(Events events) {
			return new Report(events);
		}

		@Bean
		Server server(Events events) {
			return new Server(events);
		}

		@Bean
		Holder holder(SharedState state, Events events) {
			return new Holder(state.lock("lock").tryLock(Duration.ZERO).orElseThrow(), events);
		}

	}

	@Tick(interval = "1h", scope = TickScope.CLUSTER)
	record Report(Events events) implements Ticker {

		@Override
		public void onStart() {
			this.events.add("ticker begins");
		}

		@Override
		public void tick(TickContext tick) {
			// What counts is where it is owned
		}

		@Override
		public void onStop() {
			this.events.add("ticker is handed over");
		}

	}

	record Holder(HeldLock lock, Events events) implements DisposableBean {

		@Override
		public void destroy() {
			this.events.add("lock is held: " + this.lock.isHeld());
		}

	}

	static final class Server implements SmartLifecycle {

		private final Events events;

		private volatile boolean running;

		Server(Events events) {
			this.events = events;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.events.add("application stops");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return DEFAULT_PHASE - 1;
		}

	}

}
