package io.appinfra.net.autoconfigure.ticker;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import io.appinfra.net.Role;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickRecord;
import io.appinfra.net.ticker.TickerState;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Tick} on methods of beans. The tickers are paused, and triggered by
 * hand.
 */
class TickMethodTests {

	private static final Map<String, Integer> calls = new ConcurrentHashMap<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class))
		.withPropertyValues("appinfra.net.ticker-defaults.paused=true");

	@AfterEach
	void forget() {
		calls.clear();
	}

	@Test
	void methodsOfOneBeanAreTickersOfTheirOwn() {
		this.runner.withBean("feed", Feed.class).run((context) -> {
			Tickers tickers = context.getBean(Tickers.class);
			assertThat(tickers.names()).containsExactly("feed.everySecond", "feed.hidden", "feed.nightly",
					"feed.ofAll");
			assertThat(tickers.status("feed.everySecond").interval()).isEqualTo(Duration.ofSeconds(1));
			assertThat(tickers.status("feed.hidden").mode()).isEqualTo(TickMode.SPACED);
			assertThat(tickers.status("feed.nightly").mode()).isEqualTo(TickMode.CRON);
			assertThat(tickers.status("feed.nightly").cron()).isEqualTo("0 0 3 * * *");
			tickers.names().forEach((name) -> trigger(tickers, name));
			assertThat(calls).isEqualTo(Map.of("everySecond", 1, "hidden 1", 1, "nightly", 1, "ofAll", 1));
		});
	}

	@Test
	void propertiesWhenNamedAfterBeanAndMethodCount() {
		this.runner.withBean("feed", Feed.class)
			.withPropertyValues("appinfra.net.tickers.feed.everySecond.interval=3s",
					"appinfra.net.tickers.feed.hidden.mode=strict", "appinfra.net.tickers.feed.hidden.max-catch-up=3",
					"appinfra.net.tickers.feed.nightly.run-in=worker")
			.run((context) -> {
				Tickers tickers = context.getBean(Tickers.class);
				assertThat(tickers.names()).doesNotContain("feed.nightly");
				assertThat(tickers.status("feed.everySecond").interval()).isEqualTo(Duration.ofSeconds(3));
				assertThat(tickers.status("feed.hidden").mode()).isEqualTo(TickMode.STRICT);
			});
	}

	@Test
	void methodWhenItThrowsFailsWithWhatItThrew() {
		this.runner.withBean("failing", Failing.class).run((context) -> {
			TickRecord tick = trigger(context.getBean(Tickers.class), "failing.tick");
			assertThat(tick.error()).isEqualTo("java.io.IOException: no exchange");
		});
	}

	@Test
	void methodWhenAnnotatedByMetaAnnotationTicks() {
		this.runner.withBean("composed", Composed.class).run((context) -> {
			Tickers tickers = context.getBean(Tickers.class);
			assertThat(tickers.status("composed.often").interval()).isEqualTo(Duration.ofMillis(250));
			assertThat(tickers.status("composed.often").runIn()).isEqualTo(RunIn.IN_PROCESS);
		});
	}

	@Test
	void methodOfSuperclassAndInterfaceTicksOnceForEachBean() {
		this.runner.withBean("one", Inheriting.class).withBean("two", Inheriting.class).run((context) -> {
			assertThat(context.getBean(Tickers.class).names()).containsExactly("one.byDefault", "one.inherited",
					"two.byDefault", "two.inherited");
		});
	}

	@Test
	void methodOfConfigurationClassTicks() {
		this.runner.withUserConfiguration(TickingConfiguration.class).run((context) -> {
			Tickers tickers = context.getBean(Tickers.class);
			assertThat(tickers.names()).singleElement().asString().endsWith(".tick");
			trigger(tickers, tickers.names().iterator().next());
			assertThat(calls).containsOnlyKeys("configuration");
		});
	}

	@Test
	void methodWhenBehindClassProxyIsCalledThroughIt() {
		this.runner.withUserConfiguration(ClassProxies.class).withBean("proxied", Proxied.class).run((context) -> {
			assertThat(context.getBean("proxied").getClass()).isNotEqualTo(Proxied.class);
			trigger(context.getBean(Tickers.class), "proxied.tick");
			assertThat(calls).containsEntry("proxied", 1);
		});
	}

	@Test
	void methodWhenPrivateAndBehindProxyFailsStartup() {
		this.runner.withUserConfiguration(ClassProxies.class)
			.withBean("hiding", Hiding.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("hidden"));
	}

	@Test
	void methodWhenNotOnInterfaceOfInterfaceProxyFailsStartup() {
		this.runner.withUserConfiguration(InterfaceProxies.class)
			.withBean("proxied", ProxiedByInterface.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("tick"));
	}

	@Test
	void methodOfInterfaceOfInterfaceProxyTicks() {
		this.runner.withUserConfiguration(InterfaceProxies.class)
			.withBean("feed", FeedByInterface.class)
			.run((context) -> {
				trigger(context.getBean(Tickers.class), "feed.refresh");
				assertThat(calls).containsEntry("refresh", 1);
			});
	}

	@Test
	void prototypeBeanHasOneInstanceThatTicks() {
		this.runner.withUserConfiguration(Prototypes.class).run((context) -> {
			Counted.instances.set(0);
			context.getBean("prototype");
			Tickers tickers = context.getBean(Tickers.class);
			trigger(tickers, "prototype.tick");
			trigger(tickers, "prototype.tick");
			assertThat(calls).hasSize(1).containsValue(2);
		});
	}

	@Test
	void lazyBeanIsCreatedToTick() {
		this.runner.withUserConfiguration(LazyBeans.class).run((context) -> {
			trigger(context.getBean(Tickers.class), "lazy.tick");
			assertThat(calls).hasSize(1);
		});
	}

	@Test
	void scopedProxyTicksOnce() {
		this.runner.withUserConfiguration(Scoped.class)
			.run((context) -> assertThat(context.getBean(Tickers.class).names()).containsExactly("scoped.tick"));
	}

	@Test
	void workerRoleHasTheMethodsOfItsWorker() {
		this.runner.withBean("feed", Feed.class)
			.withPropertyValues(Role.PROPERTY + "=WORKER", Role.WORKER_NAME_PROPERTY + "=default",
					"appinfra.net.tickers.feed.nightly.run-in=worker")
			.run((context) -> assertThat(context.getBean(Tickers.class).names()).containsExactly("feed.nightly"));
	}

	private static TickRecord trigger(Tickers tickers, String name) {
		assertThat(tickers.status(name).state()).isNotEqualTo(TickerState.RUNNING);
		return tickers.trigger(name).orTimeout(20, TimeUnit.SECONDS).join();
	}

	private static void called(String name) {
		calls.merge(name, 1, Integer::sum);
	}

	static class Feed {

		@Tick(interval = "1s")
		public void everySecond() {
			called("everySecond");
		}

		@Tick(interval = "PT2S", mode = TickMode.SPACED)
		private void hidden(TickContext tick) {
			called("hidden " + tick.number());
		}

		@Tick(cron = "0 0 3 * * *", zone = "Europe/Paris")
		int nightly() {
			called("nightly");
			return 42;
		}

		@Tick(interval = "${nothing:5s}")
		static void ofAll() {
			called("ofAll");
		}

	}

	static class Failing {

		@Tick(interval = "1s")
		void tick() throws IOException {
			throw new IOException("no exchange");
		}

	}

	@Tick
	@Retention(RetentionPolicy.RUNTIME)
	@interface Often {

		@AliasFor(annotation = Tick.class, attribute = "interval")
		String value();

	}

	static class Composed {

		@Often("250ms")
		void often() {
		}

	}

	interface TicksByDefault {

		@Tick(interval = "1s")
		default void byDefault() {
		}

	}

	static class Parent {

		@Tick(interval = "1s")
		protected void inherited() {
		}

	}

	static class Inheriting extends Parent implements TicksByDefault {

	}

	@Configuration
	static class TickingConfiguration {

		@Bean
		String something() {
			return "something";
		}

		@Tick(interval = "1s")
		void tick() {
			called("configuration");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class ClassProxies {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class InterfaceProxies {

	}

	static class Proxied {

		private final String name = "proxied";

		@Async
		public void other() {
		}

		@Tick(interval = "1s")
		public void tick() {
			called(this.name);
		}

	}

	static class Hiding {

		@Async
		public void other() {
		}

		@Tick(interval = "1s")
		private void hidden() {
		}

	}

	static class ProxiedByInterface implements Runnable {

		@Async
		@Override
		public void run() {
		}

		@Tick(interval = "1s")
		public void tick() {
		}

	}

	interface Refreshable {

		void refresh();

		void other();

	}

	static class FeedByInterface implements Refreshable {

		@Tick(interval = "1s")
		@Override
		public void refresh() {
			called("refresh");
		}

		@Async
		@Override
		public void other() {
		}

	}

	static class Counted {

		static final AtomicInteger instances = new AtomicInteger();

		private final int number = instances.incrementAndGet();

		@Tick(interval = "1s")
		void tick() {
			called("instance " + this.number);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope("prototype")
		Counted prototype() {
			return new Counted();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		@Lazy
		Counted lazy() {
			return new Counted();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Counted scoped() {
			return new Counted();
		}

		@Bean
		List<String> unrelated() {
			return List.of();
		}

	}

}
