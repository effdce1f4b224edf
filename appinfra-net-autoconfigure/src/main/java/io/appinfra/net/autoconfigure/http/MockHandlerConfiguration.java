package io.appinfra.net.autoconfigure.http;

import io.appinfra.net.http.servlet.HandlerServletRegistrar;
import jakarta.servlet.ServletContext;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets MockMvc reach handlers.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(MockHandlerConfiguration.OnMockServletContext.class)
class MockHandlerConfiguration {

	@Bean
	HandlerMapping requestHandlerMapping(HandlerServletRegistrar registrar, ServletContext servletContext) {
		return registrar.createMapping(servletContext);
	}

	/**
	 * Whether the application runs without a container, in a test.
	 */
	static class OnMockServletContext extends SpringBootCondition {

		private static final String MOCK = "org.springframework.mock.web.MockServletContext";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Mock servlet context");
			ServletContext servletContext = (context.getResourceLoader() instanceof WebApplicationContext application)
					? application.getServletContext() : null;
			for (Class<?> type = (servletContext != null) ? servletContext.getClass() : null; type != null; type = type
				.getSuperclass()) {
				if (type.getName().equals(MOCK)) {
					return ConditionOutcome.match(message.foundExactly(MOCK));
				}
			}
			return ConditionOutcome.noMatch(message.because("there is none"));
		}

	}

}
