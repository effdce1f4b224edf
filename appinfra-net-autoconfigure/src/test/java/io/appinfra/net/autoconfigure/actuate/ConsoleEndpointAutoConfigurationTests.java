package io.appinfra.net.autoconfigure.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.DispatcherServlet;

import io.appinfra.net.actuate.console.ConsoleEndpoint;
import io.appinfra.net.autoconfigure.http.HandlerAutoConfiguration;
import io.appinfra.net.autoconfigure.metrics.RequestStatisticsAutoConfiguration;
import io.appinfra.net.http.RequestStatistics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsoleEndpointAutoConfiguration}.
 */
class ConsoleEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=console";

	private static final AutoConfigurations configurations = AutoConfigurations.of(EndpointAutoConfiguration.class,
			HandlerAutoConfiguration.class, RequestStatisticsAutoConfiguration.class,
			ConsoleEndpointAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(configurations);

	@Test
	void consoleWhenExposedNeedsNeitherTickersNorWorkersNorState() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConsoleEndpoint.class));
	}

	@Test
	void consoleWhenNotExposedIsAbsent() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleEndpoint.class));
	}

	@Test
	void consoleWhenMicrometerIsMissingHasNoFigures() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConsoleEndpoint.class)
				.doesNotHaveBean(RequestStatistics.class));
	}

	@Test
	void consoleWhenActuatorOrSpringMvcIsMissingIsAbsent() {
		for (Class<?> missing : new Class<?>[] { ConditionalOnAvailableEndpoint.class, DispatcherServlet.class }) {
			this.contextRunner.withPropertyValues(EXPOSED)
				.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("consoleEndpoint"));
		}
	}

	@Test
	void consoleWhenApplicationHasNoWebServerOrIsAWorkerIsAbsent() {
		new ApplicationContextRunner().withConfiguration(configurations)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleEndpoint.class));
		this.contextRunner.withPropertyValues(EXPOSED, "appinfra.net.role=WORKER")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleEndpoint.class));
	}

}
