package io.appinfra.net.autoconfigure.actuate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.actuate.WorkersEndpoint;
import io.appinfra.net.actuate.WorkersEndpointWebExtension;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.supervisor.WorkerSupervisor;

/**
 * Auto-configuration of the endpoint {@code workers}.
 */
@AutoConfiguration(after = SupervisorAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(WorkersEndpoint.class)
public final class WorkersEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean(WorkerSupervisor.class)
	WorkersEndpoint workersEndpoint(WorkerSupervisor supervisor) {
		return new WorkersEndpoint(supervisor);
	}

	@Bean
	@ConditionalOnBean(WorkersEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	WorkersEndpointWebExtension workersEndpointWebExtension(WorkersEndpoint endpoint) {
		return new WorkersEndpointWebExtension(endpoint);
	}

}
