package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.metrics.TickObservations;
import io.appinfra.net.metrics.TickTracing;
import io.appinfra.net.metrics.TickTracingObservationHandler;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TickTracingAutoConfiguration}.
 */
class TickTracingAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class, TickTracingAutoConfiguration.class))
		.withUserConfiguration(OneTicker.class);

	@Test
	void tracingWhenThereIsATracerIsThere() {
		withTracer().run((context) -> {
			assertThat(context).hasSingleBean(TickTracing.class)
				.hasSingleBean(TickTracingObservationHandler.class)
				.doesNotHaveBean(TickObservations.class);
			assertThat(context.getBean(Tickers.class).trigger("prices").join().error()).isNull();
		});
	}

	@Test
	void tracingWhenThereIsNoTracerIsAbsent() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(TickTracing.class)
			.doesNotHaveBean(TickTracingObservationHandler.class));
	}

	@Test
	void tracingWhenMicrometerTracingIsMissingIsAbsent() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.tracing")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TickTracing.class);
			assertThat(context.getBean(Tickers.class).trigger("prices").join().error()).isNull();
		});
	}

	@Test
	void observationsWhenProcessIsWorkerNeedATracerButNoRegistryOfTheApplication() {
		ApplicationContextRunner worker = withTracer().withPropertyValues(Role.PROPERTY + "=WORKER",
				Role.WORKER_NAME_PROPERTY + "=default");
		worker.run((context) -> assertThat(context).hasSingleBean(TickObservations.class)
			.doesNotHaveBean(ObservationRegistry.class));
	}

	private ApplicationContextRunner withTracer() {
		return this.runner.withBean(Tracer.class, () -> Tracer.NOOP);
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
