package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.metrics.StateMetrics;
import io.appinfra.net.metrics.TickMetrics;
import io.appinfra.net.metrics.WorkerMetrics;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configuration of metrics.
 */
class MetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class, SupervisorAutoConfiguration.class,
				StateAutoConfiguration.class, StateCodecAutoConfiguration.class, JacksonAutoConfiguration.class,
				TickMetricsAutoConfiguration.class, WorkerMetricsAutoConfiguration.class,
				StateMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class))
		.withUserConfiguration(OneTicker.class);

	@Test
	void ticksWhenThereIsARegistryAreCountedInIt() {
		this.runner.run((context) -> {
			context.getBean(Tickers.class).trigger("prices").join();
			assertThat(context.getBean(MeterRegistry.class)
				.get("appinfra.ticks")
				.tags("ticker", "prices", "outcome", "success", "run.in", "in-process")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void metricsWhenMicrometerIsMissingAreAbsent() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterBinder.class, MeterRegistry.class)).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(TickMetrics.class)
				.doesNotHaveBean(WorkerMetrics.class)
				.doesNotHaveBean(StateMetrics.class);
			assertThat(context.getBean(Tickers.class).trigger("prices").join().error()).isNull();
		});
	}

	@Test
	void metricsWhenProcessIsWorkerAreAbsent() {
		this.runner.withPropertyValues(Role.PROPERTY + "=WORKER", Role.WORKER_NAME_PROPERTY + "=default")
			.run((context) -> assertThat(context).doesNotHaveBean(TickMetrics.class)
				.doesNotHaveBean(WorkerMetrics.class)
				.doesNotHaveBean(StateMetrics.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OneTicker {

		@Bean
		@Tick(interval = "1d", initialDelay = "1d")
		Ticker prices() {
			return (tick) -> {
			};
		}

	}

}
