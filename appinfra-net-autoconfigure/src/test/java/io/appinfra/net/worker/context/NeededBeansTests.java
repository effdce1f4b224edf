package io.appinfra.net.worker.context;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Lookup;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link NeededBeans} and {@link LateStart}: what is created late in a worker
 * is whole.
 */
class NeededBeansTests {

	private static final String[] ALL = { "pool called back", "late called back", "pool started", "late started",
			"late heard text" };

	@Test
	void beanWhenObtainedFromProviderIsWhole() {
		try (Worker worker = Worker.of(Tickers.class)) {
			assertThat(Worker.effects).isEmpty();
			assertThat(worker.get(User.class).provider.getObject().isRunning()).isTrue();
			worker.context().publishEvent("text");
			assertThat(Worker.effects).containsExactly(ALL);
		}
		assertThat(Worker.effects).endsWith("late stopped", "pool stopped");
	}

	@Test
	void beanWhenLookedUpByContextIsWhole() {
		try (Worker worker = Worker.of(Tickers.class)) {
			worker.get(User.class).context.getBean(Late.class);
			worker.context().publishEvent("text");
			assertThat(Worker.effects).containsExactly(ALL);
		}
	}

	@Test
	void beanWhenInjectedLazilyIsWhole() {
		try (Worker worker = Worker.of(Tickers.class)) {
			assertThat(worker.get(User.class).lazy.isAutoStartup()).isTrue();
			worker.context().publishEvent("text");
			assertThat(Worker.effects).containsExactly(ALL);
		}
	}

	@Test
	void beanWhenReturnedByLookupMethodIsWhole() {
		try (Worker worker = Worker.of(Tickers.class, Lookups.class)) {
			worker.get(Lookups.class).late();
			worker.context().publishEvent("text");
			assertThat(Worker.effects).containsExactly(ALL);
		}
	}

	@Test
	void beanWhenCreatedByCallbackAtTheStartIsWhole() {
		try (Worker worker = Worker.of(Tickers.class, CallingBack.class, TickerOfCallback.class)) {
			worker.context().publishEvent("text");
			assertThat(Worker.effects).containsExactlyInAnyOrder(ALL);
		}
	}

	@Test
	void beanWhenItsCreationFailsIsTriedAgain() {
		try (Worker worker = Worker.of(Tickers.class, Failing.class)) {
			ObjectProvider<Failing> provider = worker.context().getBeanProvider(Failing.class);
			Failing.fail = true;
			assertThatException().isThrownBy(provider::getObject);
			Failing.fail = false;
			assertThat(provider.getObject()).isNotNull();
			assertThat(Worker.effects).containsExactly("at last called back");
		}
	}

	@Test
	void beanWhenAnotherThreadCompletesItIsNotSeenBefore() throws Exception {
		try (Worker worker = Worker.of(Tickers.class, Slow.class)) {
			CompletableFuture<Slow> first = CompletableFuture.supplyAsync(() -> worker.get(Slow.class));
			Slow.starting.await();
			CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> worker.get(Slow.class).isRunning());
			Slow.go.countDown();
			assertThat(second.get(60, TimeUnit.SECONDS)).isTrue();
			assertThat(first.get(60, TimeUnit.SECONDS).isRunning()).isTrue();
		}
	}

	@Test
	void beanWhenItLooksForOthersByAnnotationFindsThoseThatDoNotLive() {
		try (Worker worker = Worker.of(Tickers.class, Mapping.class, Controller.class)) {
			assertThat(worker.get(Mapping.class).names).contains("neededBeansTests.Controller");
			assertThat(worker.context().getBeanFactory().containsSingleton("neededBeansTests.Controller")).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ User.class, Late.class, Pool.class })
	static class Tickers {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(User user) {
			return (tick) -> {
			};
		}

	}

	static class User {

		private final ObjectProvider<Late> provider;

		private final ApplicationContext context;

		private final Late lazy;

		User(ObjectProvider<Late> provider, ApplicationContext context, @Lazy Late lazy) {
			this.provider = provider;
			this.context = context;
			this.lazy = lazy;
		}

	}

	/**
	 * Works as what maps requests, messages or queries to methods of controllers.
	 */
	static class Mapping implements InitializingBean {

		private final ApplicationContext context;

		private List<String> names = List.of();

		Mapping(ApplicationContext context) {
			this.context = context;
		}

		@Override
		public void afterPropertiesSet() {
			this.names = List.of(this.context.getBeanNamesForType(Object.class));
		}

	}

	static class Controller {

	}

	abstract static class Lookups {

		@Lookup
		abstract Late late();

	}

	static class Pool extends Living {

		Pool() {
			super("pool");
		}

	}

	static class Late extends Living {

		Late(Pool pool) {
			super("late");
		}

		@EventListener
		void on(String event) {
			Worker.effect("late heard " + event);
		}

	}

	abstract static class Living implements SmartInitializingSingleton, SmartLifecycle {

		private final String name;

		private volatile boolean running;

		Living(String name) {
			this.name = name;
		}

		@Override
		public void afterSingletonsInstantiated() {
			Worker.effect(this.name + " called back");
		}

		@Override
		public void start() {
			this.running = true;
			Worker.effect(this.name + " started");
		}

		@Override
		public void stop() {
			this.running = false;
			Worker.effect(this.name + " stopped");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	static class CallingBack implements SmartInitializingSingleton {

		private final ObjectProvider<Late> late;

		CallingBack(ObjectProvider<Late> late) {
			this.late = late;
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.late.getObject();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TickerOfCallback {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker other(CallingBack callingBack) {
			return (tick) -> {
			};
		}

	}

	static class Failing implements SmartInitializingSingleton {

		private static boolean fail;

		Failing() {
			if (fail) {
				throw new IllegalStateException("not yet");
			}
		}

		@Override
		public void afterSingletonsInstantiated() {
			Worker.effect("at last called back");
		}

	}

	static class Slow extends Living {

		private static final CountDownLatch starting = new CountDownLatch(1);

		private static final CountDownLatch go = new CountDownLatch(1);

		Slow() {
			super("slow");
		}

		@Override
		public void start() {
			starting.countDown();
			try {
				go.await(60, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			super.start();
		}

	}

}
