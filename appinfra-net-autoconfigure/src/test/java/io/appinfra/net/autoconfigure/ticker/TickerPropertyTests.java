package io.appinfra.net.autoconfigure.ticker;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.appinfra.net.Role;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickMode;
import io.appinfra.net.ticker.TickScope;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerSettings;
import io.appinfra.net.ticker.TickerStatus;
import io.appinfra.net.ticker.Tickers;
import io.appinfra.net.ticker.declaration.TickerDeclaration;
import io.appinfra.net.ticker.declaration.TickerDefinitions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what counts for a ticker: its property, its annotation, or the default.
 */
class TickerPropertyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class))
		.withPropertyValues("appinfra.net.ticker-defaults.paused=true");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			interval=5s          | FLEX       | PT5S |
			cron=0 0 3 * * *     | CRON       |      | 0 0 3 * * *
			mode=continuous      | CONTINUOUS |      |
			mode=spaced          | SPACED     | PT1M |
			jitter=59s           | FLEX       | PT1M |
			""")
	void propertyReplacesWhatTheAnnotationSays(String property, TickMode mode, String interval, String cron) {
		this.runner.withUserConfiguration(FeedConfiguration.class)
			.withPropertyValues("appinfra.net.tickers.feed." + property)
			.run((context) -> {
				TickerStatus status = context.getBean(Tickers.class).status("feed");
				assertThat(status.mode()).isEqualTo(mode);
				assertThat(status.interval()).isEqualTo((interval != null) ? Duration.parse(interval) : null);
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
		this.runner.withUserConfiguration(Replaced.class)
			.withPropertyValues(FeedConfiguration.properties(properties))
			.run((context) -> assertThat(context.getBean(Tickers.class).status(ticker).mode()).isEqualTo(mode));
	}

	@ParameterizedTest
	@ValueSource(strings = { "appinfra.net.tickers.feed=", "appinfra.net.tickers=" })
	void propertyWithoutValueIsIgnored(String property) {
		this.runner.withUserConfiguration(FeedConfiguration.class)
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

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                                  | PT1H | default
			ticker-defaults.worker=pool       | PT1H | pool
			ticker-defaults.timeout=2s        | PT1H | default
			tickers.said.timeout=3s           | PT3S | default
			tickers.said.worker=other         | PT1H | other
			""")
	void propertyPrecedesAnnotationAndThatPrecedesDefaults(@Nullable String property, Duration timeout, String worker) {
		withDefaults(property).run((context) -> {
			TickerSettings settings = settings(context, "said");
			assertThat(settings.timeout()).isEqualTo(timeout);
			assertThat(settings.worker()).isEqualTo(worker);
		});
	}

	@Test
	void defaultsCountForThoseOfWhichNothingElseIsSaid() {
		withDefaults("ticker-defaults.timeout=2s", "ticker-defaults.jitter=1s", "ticker-defaults.max-lateness=3s",
				"ticker-defaults.pause-after-failures=4", "ticker-defaults.run-in=worker",
				"ticker-defaults.worker=pool", "ticker-defaults.scope=cluster")
			.withBean(TickGate.class, () -> TickGate.NO_OP)
			.run((context) -> {
				TickerSettings silent = settings(context, "silent");
				assertThat(silent.timeout()).isEqualTo(Duration.ofSeconds(2));
				assertThat(silent.jitter()).isEqualTo(Duration.ofSeconds(1));
				assertThat(silent.maxLateness()).isEqualTo(Duration.ofSeconds(3));
				assertThat(silent.pauseAfterFailures()).isEqualTo(4);
				assertThat(silent.runIn()).isEqualTo(RunIn.WORKER);
				assertThat(silent.worker()).isEqualTo("pool");
				assertThat(silent.scope()).isEqualTo(TickScope.CLUSTER);
				assertThat(silent.paused()).isTrue();
				TickerSettings contrary = settings(context, "contrary");
				assertThat(contrary.timeout()).isNull();
				assertThat(contrary.jitter()).isZero();
				assertThat(contrary.maxLateness()).isNull();
				assertThat(contrary.pauseAfterFailures()).isZero();
				assertThat(contrary.runIn()).isEqualTo(RunIn.IN_PROCESS);
				assertThat(contrary.worker()).isEqualTo("pool");
				assertThat(contrary.scope()).isEqualTo(TickScope.INSTANCE);
			});
	}

	@Test
	void everySettingHasPropertyAndAttributeOfItsName() {
		List<String> settings = names(TickerSettings.class);
		assertThat(names(TickerDeclaration.class)).containsExactlyElementsOf(settings);
		assertThat(settings).containsAll(
				names(TickerDefaultsProperties.class).stream().filter((name) -> !name.equals("scheduler")).toList());
		assertThat(Arrays.stream(Tick.class.getDeclaredMethods()).map(Method::getName))
			.containsExactlyInAnyOrderElementsOf(settings.stream().filter((name) -> !name.equals("paused")).toList());
	}

	private static List<String> names(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	private ApplicationContextRunner withDefaults(@Nullable String... properties) {
		ApplicationContextRunner runner = this.runner.withUserConfiguration(Defaulted.class);
		for (String property : properties) {
			runner = (property != null) ? runner.withPropertyValues("appinfra.net." + property) : runner;
		}
		return runner;
	}

	private static TickerSettings settings(ApplicationContext context, String ticker) {
		return context.getBean(TickerDefinitions.class)
			.matching((definition) -> definition.name().equals(ticker))
			.iterator()
			.next()
			.settings();
	}

	@Test
	void propertiesOfTheEnvironmentCount() {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		this.runner.withUserConfiguration(FeedConfiguration.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(name,
						Map.of("APPINFRA_NET_TICKERS_FEED_MAXCATCHUP", "3", "APPINFRA_NET_TICKERS_FEED_MODE",
								"STRICT"))))
			.run((context) -> {
				assertThat(settings(context, "feed").mode()).isEqualTo(TickMode.STRICT);
				assertThat(settings(context, "feed").maxCatchUp()).isEqualTo(3);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Defaulted {

		@Bean
		@Tick(interval = "1m")
		Ticker silent() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "1m", timeout = "1h")
		Ticker said() {
			return (tick) -> {
			};
		}

		@Bean
		@Tick(interval = "1m", timeout = "-1s", jitter = "0s", maxLateness = "-1s", pauseAfterFailures = 0,
				runIn = RunIn.IN_PROCESS, scope = TickScope.INSTANCE)
		Ticker contrary() {
			return (tick) -> {
			};
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

}
