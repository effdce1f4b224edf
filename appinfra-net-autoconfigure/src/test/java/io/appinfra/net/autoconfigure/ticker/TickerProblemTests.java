package io.appinfra.net.autoconfigure.ticker;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.Ticker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how wrong configuration of tickers is reported.
 */
class TickerProblemTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class))
		.withPropertyValues("appinfra.net.ticker-defaults.paused=true");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					feed.interval=-1s               | Ticker 'feed' has the interval PT-1S, but an interval must be positive
					feed.interval=0                 | Ticker 'feed' has the interval PT0S, but an interval must be positive
					feed.interval=soon              | has the property 'appinfra.net.tickers.feed.interval' = 'soon'
					feed.mode=flexible              | has the property 'appinfra.net.tickers.feed.mode' = 'flexible'
					feed.mode=cron                  | Ticker 'feed' has the mode CRON and no cron expression
					feed.mode=continuous;feed.interval=1s | which has no interval: remove the interval
					feed.cron=0 0 0 30 2 *          | Ticker 'feed' has the cron expression '0 0 0 30 2 *', which never matches
					feed.cron=* * *                 | has the cron expression '* * *', which is none
					feed.cron=0 0 3 * * *;feed.interval=1s | has both an interval and a cron expression
					feed.cron=0 0 3 * * *;feed.mode=strict | has a cron expression and the mode STRICT
					feed.cron=0 0 3 * * *;feed.zone=Mars/Olympus | has the property 'appinfra.net.tickers.feed.zone' = 'Mars/Olympus'
					feed.zone=Europe/Paris          | has a time zone and no cron expression
					feed.jitter=-1ms                | has the jitter PT-0.001S, but a jitter must not be negative
					feed.jitter=1m                  | a jitter must be shorter than the interval, which is PT1M
					feed.timeout=0                  | has the timeout PT0S, but a timeout must be positive
					feed.max-lateness=0s            | has the max-lateness PT0S, but a max-lateness must be positive
					feed.mode=continuous;feed.max-lateness=1s | has a max-lateness, but the mode CONTINUOUS
					feed.initial-delay=-1s          | has the initial delay PT-1S, but an initial delay must not be negative
					feed.cron=-                     | set 'appinfra.net.tickers.feed.paused=true' for it not to tick
					feed.run-in=wrker               | has the property 'appinfra.net.tickers.feed.run-in' = 'wrker'
					feed.run-in=wrker               | which is none of [default, in-process, worker]
					feed.scope=all                  | which is none of [default, instance, cluster]
					feed.max-catch-up=3             | has max-catch-up 3, but the mode FLEX: only STRICT catches up
					feed.mode=strict;feed.max-catch-up=-3 | has max-catch-up -3, but it must not be negative
					feed.pause-after-failures=-1       | has pause-after-failures -1, but it must not be negative
					feed.run-in=elsewhere           | has the property 'appinfra.net.tickers.feed.run-in' = 'elsewhere'
					feed.intervall=5s               | is no property of a ticker: these are [mode, interval
					food.interval=5s                | belongs to no ticker; the tickers are [feed]
					feed.refresh.interval=5s        | 'appinfra.net.tickers.feed.refresh.interval'
					""")
	void propertyThatIsWrongIsReported(String properties, String problem) {
		assertThat(description(this.runner.withUserConfiguration(FeedConfiguration.class)
			.withPropertyValues(FeedConfiguration.properties(properties)))).contains(problem);
	}

	@Test
	void annotationsThatAreWrongAreReportedAllAtOnce() {
		String description = description(this.runner.withUserConfiguration(WrongFeeds.class)
			.withBean("methods", WrongMethods.class)
			.withBean("misplaced", Misplaced.class)
			.withPropertyValues("appinfra.net.tickers.unknown.interval=1s",
					"appinfra.net.tickers.without.max-catch-up=many", "appinfra.net.tickers.without.jitter=some"));
		assertThat(description).contains("Ticker 'both' has both an interval and a cron expression")
			.contains("Ticker 'catching' has max-catch-up 5, but the mode FLEX")
			.contains("Ticker 'malformed' has interval = \"soon\" in its @Tick, which is no duration such as 5s")
			.contains("Ticker 'malformed' has zone = \"Nowhere\" in its @Tick, which is no time zone")
			.contains("Ticker 'expression' has interval = \"#{'1s'}\" in its @Tick, which is an expression")
			.contains("Ticker 'unresolved' has interval = \"${nowhere}\" in its @Tick")
			.contains(
					"Ticker 'without' has no interval: set 'interval' of its @Tick, or 'appinfra.net.tickers.without.interval'")
			.contains("Ticker 'without' has the property 'appinfra.net.tickers.without.max-catch-up' = 'many'")
			.contains("Ticker 'without' has the property 'appinfra.net.tickers.without.jitter' = 'some'")
			.contains("Ticker 'methods.arguments' takes arguments that nobody has")
			.contains("Ticker 'methods.suspended' is a suspend function")
			.contains("Ticker 'methods.future' returns a CompletableFuture")
			.contains("Ticker 'methods.plainFuture' returns a Future")
			.contains("Ticker 'methods.overloaded' is there twice")
			.contains("Bean 'misplaced' has a @Tick, but is no Ticker")
			.contains(
					"'appinfra.net.tickers.unknown.interval' (\"appinfra.net.tickers.unknown.interval\" from property source \"test\") belongs to no ticker")
			.doesNotContain("Ticker 'methods.proper'");
	}

	@Test
	void clusterWhenNoOtherInstanceSeesTheStateIsReported() {
		assertThat(description(this.runner.withUserConfiguration(FeedConfiguration.class)
			.withPropertyValues("appinfra.net.tickers.feed.scope=cluster")))
			.contains("The tickers [feed] have the scope 'cluster', but no other instance sees the shared state");
	}

	@ParameterizedTest
	@ValueSource(classes = { AsyncMethod.class, AsyncClass.class, AsyncTicker.class, ComposedAsync.class })
	void asynchronousTickerIsReported(Class<?> type) {
		assertThat(description(this.runner.withBean("feed", type))).contains("Ticker 'feed")
			.contains("is called asynchronously (@Async), so that its work goes on after the tick");
	}

	@ParameterizedTest
	@ValueSource(classes = { InBackground.class, InBackgroundTicker.class })
	void tickerWhoseProxyPassesCallsOnIsReported(Class<?> type) {
		this.runner.withUserConfiguration(Background.class)
			.withBean("feed", type)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("Ticker 'feed")
				.hasMessageContaining("is called asynchronously"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			timeuot=2s     | is no property of 'appinfra.net.ticker-defaults': these are [timeout, jitter,
			interval=2s    | is no property of 'appinfra.net.ticker-defaults'
			scheduler=none | names 'none', which is no bean of type TaskScheduler
			""")
	void defaultThatIsWrongIsReported(String property, String problem) {
		assertThat(description(this.runner.withUserConfiguration(FeedConfiguration.class)
			.withPropertyValues("appinfra.net.ticker-defaults." + property))).contains(problem);
	}

	@Test
	void beanThatTicksAndIsDeclaredAsSomethingElseIsReported() {
		assertThat(description(this.runner.withUserConfiguration(Hidden.class)))
			.contains("Bean 'hidden' is a " + Misplacing.class.getName() + ", which ticks, but is declared as")
			.contains("Bean 'runnable' is a ");
	}

	@ParameterizedTest
	@ValueSource(classes = { NullTicker.class, NullWithTickMethod.class })
	void tickerThatIsNullIsReported(Class<?> configuration) {
		assertThat(description(this.runner.withUserConfiguration(configuration)))
			.matches("Ticker 'absent(\\.\\w+)?' is null: so the @Bean method of 'absent' has returned.");
	}

	private static String description(ApplicationContextRunner runner) {
		StringBuilder description = new StringBuilder();
		runner.run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = ((FailureAnalyzedException) root(context.getStartupFailure())).analysis();
			assertThat(analysis.getAction()).isNotBlank();
			description.append(analysis.getDescription());
		});
		return description.toString();
	}

	private static Throwable root(Throwable failure) {
		return (failure.getCause() != null) ? root(failure.getCause()) : failure;
	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		Object hidden() {
			return new Misplacing();
		}

		@Bean
		Runnable runnable() {
			return new RunnableTicker();
		}

	}

	static class Misplacing {

		@Tick(interval = "1s")
		void tick() {
		}

	}

	static class AsyncMethod {

		@Async
		@Tick(interval = "1s")
		public void run() {
		}

	}

	@Async
	static class AsyncClass {

		@Tick(interval = "1s")
		public void run() {
		}

	}

	@Tick(interval = "1s")
	static class AsyncTicker implements Ticker {

		@Override
		@Async
		public void tick(TickContext tick) {
		}

	}

	static class ComposedAsync {

		@Later
		@Tick(interval = "1s")
		public void run() {
		}

	}

	@Async
	@Retention(RetentionPolicy.RUNTIME)
	@interface Later {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface OnExecutor {

	}

	static class InBackground {

		@OnExecutor
		@Tick(interval = "1s")
		public void run() {
		}

	}

	@Tick(interval = "1s")
	static class InBackgroundTicker implements Ticker {

		@Override
		@OnExecutor
		public void tick(TickContext tick) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(annotation = OnExecutor.class)
	static class Background {

	}

	static class RunnableTicker implements Runnable, Ticker {

		@Override
		public void run() {
		}

		@Override
		public void tick(TickContext tick) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongFeeds {

		@Bean
		@Tick(interval = "1s", cron = "0 0 3 * * *")
		Ticker both() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "1s", maxCatchUp = 5)
		Ticker catching() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "soon", zone = "Nowhere")
		Ticker malformed() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "#{'1s'}")
		Ticker expression() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "${nowhere}")
		Ticker unresolved() {
			return (tick) -> {
			};
		}

		@Bean
		Ticker without() {
			return (tick) -> {
			};
		}

	}

	static class WrongMethods {

		@Tick(interval = "1s")
		void arguments(String argument) {
		}

		@Tick(interval = "1s")
		@Nullable Object suspended(TickContext tick, Continuation<Object> continuation) {
			return null;
		}

		@Tick(interval = "1s")
		CompletableFuture<Void> future() {
			return CompletableFuture.completedFuture(null);
		}

		@Tick(interval = "1s")
		Future<Void> plainFuture() {
			return CompletableFuture.completedFuture(null);
		}

		@Tick(interval = "1s")
		void overloaded() {
		}

		@Tick(interval = "1s")
		void overloaded(TickContext tick) {
		}

		@Tick(interval = "1s")
		void proper() {
		}

	}

	@Tick(interval = "1s")
	static class Misplaced {

	}

	@Configuration(proxyBeanMethods = false)
	static class NullTicker {

		@Bean
		@Tick(interval = "1s")
		@SuppressWarnings("NullAway")
		Ticker absent() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NullWithTickMethod {

		@Bean
		@SuppressWarnings("NullAway")
		Misplacing absent() {
			return null;
		}

	}

}
