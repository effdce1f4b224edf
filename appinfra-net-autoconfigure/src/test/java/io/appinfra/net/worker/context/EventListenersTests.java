package io.appinfra.net.worker.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventListeners}: what listens to an event that is published in a
 * worker hears it there.
 */
class EventListenersTests {

	@Test
	void listenersWhenEventIsPublishedHearItInThisThread() {
		try (Worker worker = Worker.of(Tickers.class, Listeners.class)) {
			assertThat(Worker.effects).isEmpty();
			Shop shop = worker.get(Shop.class);
			shop.publisher.publishEvent(new Placed(1));
			String thread = " in " + Thread.currentThread().getName();
			assertThat(Worker.effects).containsExactly("Early created", "Early placed 1" + thread, "method placed 1",
					"lambda placed 1", "Any placed 1");
			Worker.effects.clear();
			shop.publisher.publishEvent(new Placed(2));
			assertThat(Worker.effects).containsExactly("Early placed 2" + thread, "method placed 2", "lambda placed 2",
					"Any placed 2");
		}
	}

	@Test
	void listenersWhenEventIsAnotherSleep() {
		try (Worker worker = Worker.of(Tickers.class, Listeners.class)) {
			worker.get(Shop.class).publisher.publishEvent("text");
			assertThat(Worker.effects).isEmpty();
			assertThat(worker.context().getBeanFactory().containsSingleton("eventListenersTests.Early")).isFalse();
		}
	}

	@Test
	void listenersWhenEventIsOfTheContextSleep() {
		try (Worker worker = Worker.of(Tickers.class, OfContext.class)) {
			worker.get(Shop.class).publisher.publishEvent("text");
		}
		assertThat(Worker.effects).isEmpty();
	}

	@Test
	void listenerWhenItTakesAnyEventHearsThoseOfTheApplication() {
		try (Worker worker = Worker.of(Tickers.class, Wide.class)) {
			Shop shop = worker.get(Shop.class);
			shop.publisher.publishEvent(new Restocked(this));
			shop.publisher.publishEvent("text");
			assertThat(Worker.effects).containsExactly("wide Restocked", "generic Restocked",
					"wide PayloadApplicationEvent", "generic PayloadApplicationEvent");
		}
	}

	@Test
	void listenerWhenItIsPrototypeOrLazyHears() {
		try (Worker worker = Worker.of(Tickers.class, Scoped.class, Idle.class)) {
			worker.get(Shop.class).publisher.publishEvent(new Placed(3));
			assertThat(Worker.effects).containsExactlyInAnyOrder("prototype created", "prototype 3", "lazy 3");
		}
	}

	@Test
	void listenerWhenItPublishesAnotherEventIsFollowedToo() {
		try (Worker worker = Worker.of(Tickers.class, Chain.class, Last.class)) {
			worker.get(Shop.class).publisher.publishEvent(new Placed(4));
			assertThat(Worker.effects).containsExactly("last 4");
		}
	}

	@Test
	void listenersWhenParentHasThemHear() {
		try (Worker parent = Worker.of(Listeners.class)) {
			assertThat(Worker.effects).isEmpty();
			AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
			child.setParent(parent.context());
			child.refresh();
			child.publishEvent(new Placed(5));
			assertThat(Worker.effects).contains("Early created", "method placed 5");
			child.close();
		}
	}

	@Test
	void listenersWhenManyThreadsPublishFirstMissNothing() throws Exception {
		for (int i = 0; i < 20; i++) {
			try (Worker worker = Worker.of(Tickers.class, Listeners.class)) {
				Shop shop = worker.get(Shop.class);
				CyclicBarrier together = new CyclicBarrier(4);
				CompletableFuture<?>[] all = IntStream.range(0, 4)
					.mapToObj((id) -> CompletableFuture.runAsync(() -> publish(shop, together, id),
							(task) -> new Thread(task).start()))
					.toArray(CompletableFuture[]::new);
				CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
				assertThat(Worker.effects).filteredOn((effect) -> effect.startsWith("lambda")).hasSize(4);
				assertThat(Worker.effects).filteredOn((effect) -> effect.startsWith("method")).hasSize(4);
				assertThat(Worker.effects).filteredOn("Early created"::equals).hasSize(1);
			}
		}
	}

	private static void publish(Shop shop, CyclicBarrier together, int id) {
		try {
			together.await(60, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		shop.publisher.publishEvent(new Placed(id));
	}

	record Placed(int id) {

	}

	@SuppressWarnings("serial")
	static class Restocked extends ApplicationEvent {

		Restocked(Object source) {
			super(source);
		}

	}

	static class Shop {

		private final ApplicationEventPublisher publisher;

		Shop(ApplicationEventPublisher publisher) {
			this.publisher = publisher;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tickers {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER, worker = "market")
		Ticker ticker(Shop shop) {
			return (tick) -> {
			};
		}

		@Bean
		Shop shop(ApplicationEventPublisher publisher) {
			return new Shop(publisher);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Early.class)
	static class Listeners {

		@EventListener
		@Order(1)
		void placed(Placed event) {
			Worker.effect("method placed " + event.id());
		}

		@Bean
		@Order(2)
		ApplicationListener<PayloadApplicationEvent<Placed>> lambda() {
			return new Lambda();
		}

		@EventListener(Placed.class)
		@Order(3)
		void any(Object event) {
			Worker.effect("Any placed " + ((Placed) event).id());
		}

	}

	@Order(2)
	static class Lambda implements ApplicationListener<PayloadApplicationEvent<Placed>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<Placed> event) {
			Worker.effect("lambda placed " + event.getPayload().id());
		}

	}

	static class Early {

		Early() {
			Worker.effect("Early created");
		}

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void placed(Placed event) {
			Worker.effect("Early placed %d in %s".formatted(event.id(), Thread.currentThread().getName()));
		}

	}

	static class OfContext implements ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			Worker.effect("refreshed");
		}

		@EventListener({ ApplicationReadyEvent.class, ContextClosedEvent.class })
		void other() {
			Worker.effect("other");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wide {

		@Bean
		ApplicationListener<ApplicationEvent> wide() {
			return (event) -> Worker.effect("wide " + event.getClass().getSimpleName());
		}

		@Bean
		GenericListener generic() {
			return new GenericListener();
		}

	}

	static class GenericListener implements GenericApplicationListener {

		@Override
		public boolean supportsEventType(ResolvableType eventType) {
			return true;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			Worker.effect("generic " + event.getClass().getSimpleName());
		}

	}

	@Scope("prototype")
	static class Scoped {

		Scoped() {
			Worker.effect("prototype created");
		}

		@EventListener
		void placed(Placed event) {
			Worker.effect("prototype " + event.id());
		}

	}

	@Lazy
	static class Idle {

		@EventListener
		void placed(Placed event) {
			Worker.effect("lazy " + event.id());
		}

	}

	static class Chain {

		@EventListener
		Restocked placed(Placed event) {
			return new Restocked(event.id());
		}

	}

	static class Last {

		@EventListener
		void restocked(Restocked event) {
			Worker.effect("last " + event.getSource());
		}

	}

}
