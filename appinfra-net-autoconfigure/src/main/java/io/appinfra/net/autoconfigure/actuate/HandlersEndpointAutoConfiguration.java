package io.appinfra.net.autoconfigure.actuate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.actuate.HandlersEndpoint;
import io.appinfra.net.autoconfigure.http.HandlerAutoConfiguration;
import io.appinfra.net.http.Handlers;

/**
 * Auto-configuration of the endpoint {@code handlers}.
 */
@AutoConfiguration(after = HandlerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(HandlersEndpoint.class)
@ConditionalOnBean(Handlers.class)
public final class HandlersEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HandlersEndpoint handlersEndpoint(Handlers handlers) {
		return new HandlersEndpoint(handlers);
	}

}
