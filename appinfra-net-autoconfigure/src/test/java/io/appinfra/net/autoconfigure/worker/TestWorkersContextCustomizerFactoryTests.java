package io.appinfra.net.autoconfigure.worker;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.ticker.RunIn;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.declaration.TickerDefinitions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestWorkersContextCustomizerFactory}.
 */
class TestWorkersContextCustomizerFactoryTests {

	@Nested
	@SpringJUnitConfig({ TickerAutoConfiguration.class, WorkerTicker.class })
	@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
	class WhenTestSaysNothing {

		@Test
		void tickerRunsInProcess(@Autowired TickerDefinitions tickers) {
			assertThat(tickers.matching(TickerDefinition::inWorker)).isEmpty();
		}

	}

	@Nested
	@SpringJUnitConfig({ TickerAutoConfiguration.class, WorkerTicker.class })
	@TestPropertySource(properties = "appinfra.net.worker-defaults.enabled=true")
	@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
	class WhenTestAsksForWorkers {

		@Test
		void tickerRunsInItsWorker(@Autowired TickerDefinitions tickers) {
			assertThat(tickers.matching(TickerDefinition::inWorker)).hasSize(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WorkerTicker {

		@Bean
		@Tick(interval = "1h", runIn = RunIn.WORKER)
		Ticker feed() {
			return (tick) -> {
			};
		}

	}

}
