package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateCodecAutoConfiguration;
import io.appinfra.net.metrics.StateOperationMeters;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StateMetricsAutoConfiguration}.
 */
class StateMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(StateCodecAutoConfiguration.class, StateAutoConfiguration.class, StateMetricsAutoConfiguration.class));

	@Test
	void operationsWhenOfThisProcessOrAWorkerAreMeasured() {
		this.runner.run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(StateOperationMeters.class).bindTo(registry);
			context.getBean(SharedState.class).counter("one").addAndGet(1);
			context.getBean(StateSession.class).store().addAndGet("of a worker", 1);
			assertThat(registry.get("appinfra.state.operations")
				.tags("store", "local", "operation", "add-and-get", "outcome", "done")
				.timer()
				.count()).isEqualTo(2);
		});
	}

	@Test
	void stateWhenThereIsNoMicrometerIsUsedAsItIs() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterBinder.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(StateMetricsAutoConfiguration.class);
			assertThat(context.getBean(SharedState.class).counter("one").addAndGet(1)).isOne();
		});
	}

}
