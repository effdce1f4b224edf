package io.appinfra.net.worker.context;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.IncludeInWorkers;
import io.appinfra.net.Role;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OtherWork} and {@link IncludedBeans}: what a worker does not do a
 * second time, and what brings it on purpose.
 */
class OtherWorkTests {

	private static final String INCLUDE = "appinfra.net.workers.market.include";

	@Test
	void listenersWhenApplicationHasStartedAreThoseOnPurpose() {
		try (Worker worker = Worker.with("appinfra.net.workers.market.include", "onPurpose", Starting.class)) {
			SpringApplication application = new SpringApplication();
			worker.context()
				.publishEvent(new ApplicationStartedEvent(application, new String[0], worker.context(), null));
			worker.context()
				.publishEvent(new ApplicationReadyEvent(application, new String[0], worker.context(), null));
			assertThat(Worker.effects).containsExactly("needed refreshed", "onPurpose refreshed",
					"onPurpose ApplicationStartedEvent", "onPurpose ApplicationReadyEvent");
		}
	}

	@Test
	void workWhenTickerNeedsItsBeanIsNotDone() {
		try (Worker worker = Worker.of(Tickers.class, Service.class)) {
			assertThat(worker.get(Service.class).starts).isZero();
			assertThat(scheduled(worker)).isZero();
			assertThat(Worker.effects).containsExactly("connection started");
		}
	}

	@Test
	void candidacyWhenTickerNeedsItsBeanIsThatOfTheWebProcess() {
		try (Worker worker = Worker.of(Tickers.class, Service.class, Leading.class)) {
			assertThat(worker.get(LockRegistryLeaderInitiator.class).isRunning()).isFalse();
		}
	}

	@Test
	void workWhenIncludedByNameIsDone() {
		try (Worker worker = Worker.with(INCLUDE, "otherWorkTests.Service,priceListenerContainer", Tickers.class,
				Service.class)) {
			assertThat(scheduled(worker)).isEqualTo(2);
			assertThat(Worker.effects).containsExactlyInAnyOrder("connection started", "endpoint of Service",
					"container started");
		}
	}

	@Test
	void workWhenIncludedByTypeForAllWorkersIsDone() {
		try (Worker worker = Worker.with("appinfra.net.worker-defaults.include", Service.class.getName(), Tickers.class,
				Service.class)) {
			assertThat(scheduled(worker)).isEqualTo(2);
			assertThat(Worker.effects).contains("endpoint of Service").doesNotContain("container started");
		}
	}

	@Test
	void workWhenAnnotatedIsDone() {
		try (Worker worker = Worker.of(Tickers.class, Service.class, Marked.class, OfRole.class, OfOther.class)) {
			assertThat(Worker.effects).contains("endpoint of Marked", "endpoint of OfRole")
				.doesNotContain("endpoint of Service", "endpoint of OfOther");
			assertThat(scheduled(worker)).isZero();
		}
	}

	@Test
	void includeWhenNamingNoBeanFailsStartup() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> Worker.with(INCLUDE, "nobody", Tickers.class, Service.class).close())
			.withMessageContaining("Worker 'market' is to include 'nobody'");
	}

	@Test
	void infrastructureWhenNoTickerNeedsItIsNotCalledBack() {
		try (Worker worker = Worker.of(Tickers.class, Service.class, Infrastructure.class)) {
			assertThat(Worker.effects).containsExactly("connection started");
			assertThat(worker.context().getBean("applicationEventMulticaster")).isInstanceOf(Republishing.class);
		}
	}

	private static int scheduled(Worker worker) {
		return worker.get(ScheduledTaskHolder.class).getScheduledTasks().size();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import({ Connection.class, EndpointProcessor.class })
	static class Tickers {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(Service service, PriceListenerContainer container) {
			return (tick) -> {
			};
		}

		@Bean
		PriceListenerContainer priceListenerContainer() {
			return new PriceListenerContainer();
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Endpoint {

	}

	@Endpoint
	static class Service implements SchedulingConfigurer {

		private int starts;

		Service(Connection connection) {
			assertThat(connection.isRunning()).isFalse();
		}

		@Scheduled(fixedRate = 3_600_000)
		void scheduled() {
			this.starts++;
		}

		@Override
		public void configureTasks(ScheduledTaskRegistrar registrar) {
			registrar.addFixedDelayTask(this::scheduled, Duration.ofHours(1));
		}

	}

	@Endpoint
	@IncludeInWorkers("market")
	static class Marked {

	}

	@Endpoint
	@IncludeInWorkers("other")
	static class OfOther {

	}

	@Endpoint
	@ConditionalOnRole(Role.WORKER)
	static class OfRole {

	}

	/**
	 * Stands for a connection factory: what is needed to send as well as to listen.
	 */
	static class Connection extends Lifecycle {

		@Override
		public void start() {
			super.start();
			Worker.effect("connection started");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Leading {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker leadingTicker(LockRegistryLeaderInitiator leader) {
			return (tick) -> {
			};
		}

		@Bean
		LockRegistryLeaderInitiator leader() {
			return new LockRegistryLeaderInitiator(new DefaultLockRegistry());
		}

	}

	static class PriceListenerContainer extends Lifecycle {

		@Override
		public void start() {
			super.start();
			Worker.effect("container started");
		}

	}

	abstract static class Lifecycle implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/**
	 * Works as the post-processors of JMS, AMQP and Kafka listeners do.
	 */
	static class EndpointProcessor implements BeanPostProcessor, SmartInitializingSingleton {

		private final List<String> endpoints = new ArrayList<>();

		@Override
		public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
			if (AnnotationUtils.findAnnotation(bean.getClass(), Endpoint.class) != null) {
				this.endpoints.add(bean.getClass().getSimpleName());
			}
			return bean;
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.endpoints.forEach((endpoint) -> Worker.effect("endpoint of " + endpoint));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Infrastructure {

		@Bean
		static Refreshing refreshing(Warming warming) {
			return new Refreshing();
		}

		@Bean
		static Warming warming() {
			return new Warming();
		}

		@Bean
		static Republishing applicationEventMulticaster() {
			return new Republishing();
		}

	}

	/**
	 * Works as a scope that creates its beans when the context is refreshed.
	 */
	static class Refreshing implements BeanFactoryPostProcessor, ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		}

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			Worker.effect("refreshing");
		}

	}

	static class Warming extends Lifecycle implements InitializingBean, SmartInitializingSingleton {

		@Override
		public void afterPropertiesSet() {
			assertThat(isRunning()).isFalse();
		}

		@Override
		public void afterSingletonsInstantiated() {
			Worker.effect("warming called back");
		}

		@Override
		public void start() {
			super.start();
			Worker.effect("warming started");
		}

	}

	/**
	 * Works as the multicaster of Modulith does.
	 */
	static class Republishing extends SimpleApplicationEventMulticaster implements SmartInitializingSingleton {

		@Override
		public void afterSingletonsInstantiated() {
			Worker.effect("republished");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Starting {

		@Bean
		Beginning needed() {
			return new Beginning("needed");
		}

		@Bean
		Beginning onPurpose() {
			return new Beginning("onPurpose");
		}

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker starting(@Qualifier("needed") Beginning needed) {
			return (tick) -> {
			};
		}

	}

	static class Beginning implements ApplicationListener<ApplicationStartedEvent> {

		private final String name;

		Beginning(String name) {
			this.name = name;
		}

		@Override
		public void onApplicationEvent(ApplicationStartedEvent event) {
			Worker.effect(this.name + " ApplicationStartedEvent");
		}

		@EventListener(ApplicationReadyEvent.class)
		void ready() {
			Worker.effect(this.name + " ApplicationReadyEvent");
		}

		@EventListener(ContextRefreshedEvent.class)
		void refreshed() {
			Worker.effect(this.name + " refreshed");
		}

	}

}
