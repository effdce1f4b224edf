package io.appinfra.net.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.metrics.DefaultTickObservationConvention;
import io.appinfra.net.metrics.TickObservationContext;
import io.appinfra.net.metrics.TickObservationConvention;
import io.appinfra.net.metrics.TickObservations;
import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.Tickers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TickObservationAutoConfiguration}.
 */
class TickObservationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TickerAutoConfiguration.class, TickMetricsAutoConfiguration.class,
				TickObservationAutoConfiguration.class, ObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withUserConfiguration(TwoTickers.class);

	@Test
	void tickIsObservedWithWhatTheConventionSays() {
		this.runner.withBean(Recorder.class).run((context) -> {
			trigger(context.getBean(Tickers.class), "sound");
			assertThat(context.getBean(Recorder.class).calls).containsExactly("start", "open", "tick", "close",
					"stop appinfra.tick 'tick sound' [outcome=success, run.in=in-process, ticker=sound] [number=1]");
		});
	}

	@Test
	void tickWhenItFailsIsObservedWithItsFailure() {
		this.runner.withBean(Recorder.class).run((context) -> {
			trigger(context.getBean(Tickers.class), "broken");
			assertThat(context.getBean(Recorder.class).calls).containsExactly("start", "open", "error on purpose",
					"close",
					"stop appinfra.tick 'tick broken' [outcome=failure, run.in=in-process, ticker=broken] [number=1]");
		});
	}

	@Test
	void conventionWhenItIsABeanReplacesTheDefault() {
		this.runner.withBean(Recorder.class)
			.withBean(TickObservationConvention.class, () -> new DefaultTickObservationConvention() {

				@Override
				public String getName() {
					return "own";
				}

			})
			.run((context) -> {
				trigger(context.getBean(Tickers.class), "sound");
				assertThat(context.getBean(Recorder.class).calls).last().asString().startsWith("stop own ");
			});
	}

	@Test
	void tickWhenObservedIsCountedOnce() {
		this.runner.run((context) -> {
			trigger(context.getBean(Tickers.class), "sound");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("appinfra.ticks").tag("ticker", "sound").tag("outcome", "success").timer().count())
				.isOne();
			assertThat(meters.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("appinfra.ticks")
				.doesNotContain("appinfra.tick", "appinfra.ticks.active");
		});
	}

	@Test
	void observationsWhenDisabledByPropertyAreAbsent() {
		this.runner.withBean(Recorder.class)
			.withPropertyValues("management.observations.enable.appinfra.tick=false")
			.run((context) -> {
				trigger(context.getBean(Tickers.class), "sound");
				assertThat(context.getBean(Recorder.class).calls).containsExactly("tick");
			});
	}

	@Test
	void observationsWhenMicrometerObservationIsMissingAreAbsent() {
		this.runner.withClassLoader(new FilteredClassLoader(Observation.class, ObservationRegistry.class))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(TickObservations.class);
				trigger(context.getBean(Tickers.class), "sound");
			});
	}

	@Test
	void observationsWhenMicrometerCoreIsMissingAreThere() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.withBean(Recorder.class)
			.run((context) -> {
				trigger(context.getBean(Tickers.class), "sound");
				assertThat(context.getBean(Recorder.class).calls).hasSize(5);
			});
	}

	@Test
	void observationsWhenProcessIsWorkerNeedNoRegistry() {
		this.runner.withPropertyValues(Role.PROPERTY + "=WORKER", Role.WORKER_NAME_PROPERTY + "=default")
			.run((context) -> assertThat(context).doesNotHaveBean(TickObservations.class));
	}

	private static void trigger(Tickers tickers, String ticker) {
		tickers.trigger(ticker).join();
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoTickers {

		@Bean
		@Tick(interval = "1d", initialDelay = "1d")
		Ticker sound(ObjectProvider<Recorder> recorder) {
			return (tick) -> recorder.ifAvailable((present) -> present.calls.add("tick"));
		}

		@Bean
		@Tick(interval = "1d", initialDelay = "1d")
		Ticker broken() {
			return (tick) -> {
				throw new IllegalStateException("on purpose");
			};
		}

	}

	static class Recorder implements ObservationHandler<TickObservationContext> {

		private final List<String> calls = new ArrayList<>();

		private Thread thread;

		@Override
		public void onStart(TickObservationContext context) {
			this.thread = Thread.currentThread();
			add("start");
		}

		@Override
		public void onScopeOpened(TickObservationContext context) {
			add("open");
		}

		@Override
		public void onError(TickObservationContext context) {
			add("error " + context.getError().getMessage());
		}

		@Override
		public void onScopeClosed(TickObservationContext context) {
			add("close");
		}

		@Override
		public void onStop(TickObservationContext context) {
			add("stop %s '%s' %s %s".formatted(context.getName(), context.getContextualName(),
					texts(context.getLowCardinalityKeyValues()), texts(context.getHighCardinalityKeyValues())));
		}

		private static List<String> texts(Iterable<KeyValue> keyValues) {
			List<String> texts = new ArrayList<>();
			keyValues.forEach((keyValue) -> texts.add(keyValue.getKey() + "=" + keyValue.getValue()));
			return texts;
		}

		private void add(String call) {
			assertThat(Thread.currentThread()).isSameAs(this.thread);
			this.calls.add(call);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof TickObservationContext;
		}

	}

}
