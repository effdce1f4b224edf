package io.appinfra.net.autoconfigure.actuate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.actuate.SharedStateEndpoint;
import io.appinfra.net.actuate.SharedStateEndpointWebExtension;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateStore;

/**
 * Auto-configuration of the endpoint {@code sharedstate}.
 */
@AutoConfiguration(after = StateAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(SharedStateEndpoint.class)
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties(SharedStateEndpointProperties.class)
public final class SharedStateEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean({ StateStore.class, StateCodec.class })
	SharedStateEndpoint sharedStateEndpoint(StateStore store, StateCodec codec,
			SharedStateEndpointProperties properties) {
		return new SharedStateEndpoint(store, codec, properties.getShowValues());
	}

	@Bean
	@ConditionalOnBean(SharedStateEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	SharedStateEndpointWebExtension sharedStateEndpointWebExtension(SharedStateEndpoint endpoint,
			SharedStateEndpointProperties properties) {
		return new SharedStateEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
	}

}
