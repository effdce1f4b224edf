package io.appinfra.net.autoconfigure.ticker;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import io.appinfra.net.Role;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;
import io.appinfra.net.ticker.declaration.TickerDefinitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link TickerAutoConfiguration}.
 */
class TickerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class));

	@Test
	void tickerWhenLambdaTicks() {
		this.runner.withUserConfiguration(Feeds.class).run((context) -> {
			Tickers tickers = context.getBean(Tickers.class);
			assertThat(tickers.names()).containsExactly("feed", "otherFeed");
			await().until(() -> tickers.status("feed").ticks() > 0);
			assertThat(tickers.status("otherFeed").interval()).isEqualTo(Duration.ofMinutes(1));
		});
	}

	@Test
	void tickerWhenPropertiesAreSetHasThem() {
		this.runner.withUserConfiguration(Feeds.class)
			.withPropertyValues("feed.every=PT7M", "appinfra.net.tickers.other-feed.interval=3s",
					"appinfra.net.tickers.other-feed.mode=strict", "appinfra.net.tickers.other-feed.initial-delay=1h")
			.run((context) -> {
				Tickers tickers = context.getBean(Tickers.class);
				assertThat(tickers.status("feed").interval()).isEqualTo(Duration.ofMinutes(7));
				TickerStatus other = tickers.status("otherFeed");
				assertThat(other.interval()).isEqualTo(Duration.ofSeconds(3));
				assertThat(other.mode()).isEqualTo(TickMode.STRICT);
				assertThat(other.ticks()).isZero();
			});
	}

	@Test
	void cronWhenItNamesNoZoneHasThatOfTheWebProcess() {
		this.runner.withUserConfiguration(Feeds.class)
			.withPropertyValues("appinfra.net.worker-time-zone=Asia/Tokyo",
					"appinfra.net.tickers.feed.cron=0 0 3 * * *", "appinfra.net.tickers.otherFeed.cron=0 0 3 * * *",
					"appinfra.net.tickers.otherFeed.zone=Europe/Rome")
			.run((context) -> {
				TickerDefinitions definitions = context.getBean(TickerDefinitions.class);
				assertThat(definitions.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
				assertThat(definitions.matching((ticker) -> true))
					.extracting((ticker) -> ticker.settings().zone().getId())
					.containsExactly("Asia/Tokyo", "Europe/Rome");
			});
	}

	@Test
	void tickerWhenMovedToWorkerDoesNotTickHere() {
		this.runner.withUserConfiguration(Feeds.class)
			.withPropertyValues("appinfra.net.tickers.otherFeed.run-in=worker")
			.run((context) -> assertThat(context.getBean(Tickers.class).names()).containsExactly("feed"));
	}

	@Test
	void tickerWhenInWorkerRoleIsThatOfTheWorkerAlone() {
		this.runner.withUserConfiguration(Feeds.class)
			.withPropertyValues(Role.PROPERTY + "=WORKER", Role.WORKER_NAME_PROPERTY + "=second",
					"appinfra.net.tickers.otherFeed.run-in=worker", "appinfra.net.tickers.otherFeed.worker=second")
			.run((context) -> assertThat(context.getBean(Tickers.class).names()).containsExactly("otherFeed"));
	}

	@Test
	void tickerWhenSchedulerOfApplicationIsBlockedTicks() {
		CountDownLatch end = new CountDownLatch(1);
		this.runner.withUserConfiguration(Feeds.class)
			.withBean("scheduler", ThreadPoolTaskScheduler.class)
			.run((context) -> {
				context.getBean(ThreadPoolTaskScheduler.class).execute(() -> awaitUninterruptibly(end));
				Tickers tickers = context.getBean(Tickers.class);
				long before = tickers.status("feed").ticks();
				await().until(() -> tickers.status("feed").ticks() > before + 2);
				end.countDown();
			});
	}

	@Test
	void tickerWhenSchedulerOfApplicationIsNamedTicksByIt() {
		TaskScheduler named = spy(new SimpleAsyncTaskScheduler());
		TaskScheduler other = mock(TaskScheduler.class);
		this.runner.withUserConfiguration(Feeds.class)
			.withBean("named", TaskScheduler.class, () -> named)
			.withBean("other", TaskScheduler.class, () -> other)
			.withPropertyValues("appinfra.net.ticker-defaults.scheduler=named")
			.run((context) -> await().until(() -> context.getBean(Tickers.class).status("feed").ticks() > 2));
		then(named).should(atLeast(2)).schedule(any(Runnable.class), any(Instant.class));
		then(other).should(never()).schedule(any(Runnable.class), any(Instant.class));
	}

	@Test
	void tickerOfAnyKindKeepsTheJvmAliveUntilTheContextCloses() {
		this.runner.withUserConfiguration(Feeds.class)
			.withPropertyValues("appinfra.net.ticker-defaults.run-in=worker", "appinfra.net.tickers.feed.run-in=worker",
					"appinfra.net.tickers.other-feed.run-in=worker")
			.run((context) -> assertThat(keepingAlive()).singleElement().satisfies((thread) -> {
				assertThat(thread.isDaemon()).isFalse();
				context.getBean(KeepAliveLifecycle.class).start();
				assertThat(keepingAlive()).containsExactly(thread);
			}));
		await().untilAsserted(() -> assertThat(keepingAlive()).isEmpty());
	}

	@Test
	void applicationWithoutTickerEndsByItself() {
		this.runner.run((context) -> assertThat(keepingAlive()).isEmpty());
	}

	private static List<Thread> keepingAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("ticker-keep-alive"))
			.toList();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Feeds {

		@Bean
		@Tick(interval = "${feed.every:10ms}")
		Ticker feed() {
			return (tick) -> {
			};
		}

		@Bean
		OtherFeed otherFeed() {
			return new OtherFeed();
		}

	}

	@Tick(interval = "1m", mode = TickMode.SPACED, runIn = RunIn.IN_PROCESS)
	static class OtherFeed implements Ticker {

		@Override
		public void tick(TickContext tick) {
		}

	}

}
