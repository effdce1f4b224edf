package io.appinfra.net.autoconfigure.ticker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

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

import io.appinfra.net.Role;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickContext;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how wrong configuration of tickers is told, and for what replaces what.
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
					feed.max-catch-up=3             | has max-catch-up 3, but the mode FLEX: only STRICT catches up
					feed.mode=strict;feed.max-catch-up=-3 | has max-catch-up -3, but it must not be negative
					feed.pause-after-failures=-1       | has pause-after-failures -1, but it must not be negative
					feed.run-in=elsewhere           | has the property 'appinfra.net.tickers.feed.run-in' = 'elsewhere'
					feed.intervall=5s               | is no property of a ticker: these are [mode, interval
					food.interval=5s                | belongs to no ticker; the tickers are [feed]
					feed.refresh.interval=5s        | 'appinfra.net.tickers.feed.refresh.interval'
					""")
	void propertyThatIsWrongIsTold(String properties, String problem) {
		ApplicationContextRunner runner = this.runner.withUserConfiguration(Feed.class);
		for (String property : properties.split(";")) {
			runner = runner.withPropertyValues("appinfra.net.tickers." + property);
		}
		assertThat(description(runner)).contains(problem);
	}

	@Test
	void annotationsThatAreWrongAreToldAllAtOnce() {
		String description = description(this.runner.withUserConfiguration(WrongFeeds.class)
			.withBean("methods", WrongMethods.class)
			.withBean("misplaced", Misplaced.class)
			.withPropertyValues("appinfra.net.tickers.unknown.interval=1s",
					"appinfra.net.tickers.without.max-catch-up=many", "appinfra.net.tickers.without.jitter=some"));
		assertThat(description).contains("Ticker 'both' has both an interval and a cron expression")
			.contains("Ticker 'catching' has max-catch-up 5, but the mode FLEX")
			.contains("Ticker 'malformed' has interval = \"soon\" in its @Tick, which is no duration such as 5s")
			.contains("Ticker 'malformed' has zone = \"Nowhere\" in its @Tick, which is no time zone")
			.contains("Ticker 'unresolved' has interval = \"${nowhere}\" in its @Tick")
			.contains(
					"Ticker 'without' has no interval: set 'interval' of its @Tick, or 'appinfra.net.tickers.without.interval'")
			.contains("Ticker 'without' has the property 'appinfra.net.tickers.without.max-catch-up' = 'many'")
			.contains("Ticker 'without' has the property 'appinfra.net.tickers.without.jitter' = 'some'")
			.contains("Ticker 'methods.arguments' takes arguments that nobody has")
			.contains("Ticker 'methods.future' returns a CompletableFuture")
			.contains("Ticker 'methods.plainFuture' returns a Future")
			.contains("Ticker 'methods.overloaded' is there twice")
			.contains("Bean 'misplaced' has a @Tick, but is no Ticker")
			.contains(
					"'appinfra.net.tickers.unknown.interval' (\"appinfra.net.tickers.unknown.interval\" from property source \"test\") belongs to no ticker")
			.doesNotContain("Ticker 'methods.proper'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			interval=5s          | FLEX       | PT5S |
			cron=0 0 3 * * *     | CRON       |      | 0 0 3 * * *
			mode=continuous      | CONTINUOUS |      |
			mode=spaced          | SPACED     | PT1M |
			jitter=59s           | FLEX       | PT1M |
			""")
	void propertyReplacesWhatTheAnnotationSays(String property, TickMode mode, String interval, String cron) {
		this.runner.withUserConfiguration(Feed.class)
			.withPropertyValues("appinfra.net.tickers.feed." + property)
			.run((context) -> {
				TickerStatus status = context.getBean(Tickers.class).status("feed");
				assertThat(status.mode()).isEqualTo(mode);
				assertThat(status.interval()).isEqualTo((interval != null) ? java.time.Duration.parse(interval) : null);
				assertThat(status.cron()).isEqualTo(cron);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			nightly.interval=5s                     | nightly | FLEX
			nightly.mode=strict;nightly.interval=5s | nightly | STRICT
			nightly.zone=Europe/Paris               | nightly | CRON
			catching.mode=flex                      | catching | FLEX
			catching.cron=0 0 3 * * *               | catching | CRON
			endless.interval=5s                     | endless  | FLEX
			""")
	void propertyReplacesMore(String properties, String ticker, TickMode mode) {
		ApplicationContextRunner runner = this.runner.withUserConfiguration(Replaced.class);
		for (String property : properties.split(";")) {
			runner = runner.withPropertyValues("appinfra.net.tickers." + property);
		}
		runner.run((context) -> assertThat(context.getBean(Tickers.class).status(ticker).mode()).isEqualTo(mode));
	}

	@ParameterizedTest
	@ValueSource(strings = { "appinfra.net.tickers.feed=", "appinfra.net.tickers=" })
	void propertyWithoutValueIsIgnored(String property) {
		this.runner.withUserConfiguration(Feed.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void propertyOfTickerThatAWorkerDoesNotHaveIsIgnoredThere() {
		this.runner
			.withPropertyValues(Role.PROPERTY + "=WORKER", Role.WORKER_NAME_PROPERTY + "=default",
					"appinfra.net.tickers.cache.interval=5s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beanThatTicksAndIsDeclaredAsSomethingElseIsTold() {
		assertThat(description(this.runner.withUserConfiguration(Hidden.class)))
			.contains("Bean 'hidden' is a " + Misplacing.class.getName() + ", which ticks, but is declared as")
			.contains("Bean 'runnable' is a ");
	}

	@Test
	void propertiesOfTheEnvironmentCount() {
		this.runner.withUserConfiguration(Feed.class)
			.withSystemProperties("APPINFRA_NET_TICKERS_FEED_MAXCATCHUP=3", "APPINFRA_NET_TICKERS_FEED_MODE=STRICT")
			.run((context) -> assertThat(context).hasNotFailed());
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
	static class Feed {

		@Bean
		@Tick(interval = "1m")
		Ticker feed() {
			return (tick) -> {
			};
		}

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

	static class RunnableTicker implements Runnable, Ticker {

		@Override
		public void run() {
		}

		@Override
		public void tick(TickContext tick) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Replaced {

		@Bean
		@Tick(cron = "0 0 3 * * *")
		Ticker nightly() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "1m", mode = TickMode.STRICT, maxCatchUp = 5)
		Ticker catching() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(mode = TickMode.CONTINUOUS)
		Ticker endless() {
			return (tick) -> {
			};
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

}
