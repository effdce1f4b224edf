package io.appinfra.net.autoconfigure.actuate;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.appinfra.net.actuate.HandlersEndpoint;
import io.appinfra.net.autoconfigure.http.HandlerAutoConfiguration;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.http.RequestHandler;
import io.appinfra.net.http.Route;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlersEndpointAutoConfiguration}.
 */
class HandlersEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HandlerAutoConfiguration.class, HandlersEndpointAutoConfiguration.class))
		.withUserConfiguration(PricesHandler.class);

	@Test
	void endpointWhenExposedShowsHandlers() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=handlers")
			.run((context) -> assertThat(
					JsonMapper.shared().writeValueAsString(context.getBean(HandlersEndpoint.class).handlers()))
				.isEqualTo("{\"handlers\":{\"prices\":{\"paths\":[\"/prices/{symbol}\"],"
						+ "\"methods\":[\"GET\",\"HEAD\",\"OPTIONS\"]}}}"));
	}

	@Test
	void endpointWhenNotExposedIsAbsent() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(HandlersEndpoint.class));
	}

	@Test
	void endpointWhenActuatorIsMissingIsAbsent() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Handlers.class)
				.doesNotHaveBean(HandlersEndpoint.class));
	}

	@Test
	void endpointWhenThereAreNoHandlersOfThisProcessIsAbsent() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=handlers", "appinfra.net.role=WORKER")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HandlersEndpoint.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class PricesHandler {

		@Bean
		@Route("/prices/{symbol}")
		RequestHandler prices() {
			return new RequestHandler() {

				@Override
				public ServerResponse doGet(ServerRequest request) {
					return ServerResponse.ok().build();
				}

			};
		}

	}

}
