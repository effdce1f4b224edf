package io.appinfra.net.autoconfigure.worker;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.beans.factory.annotation.Qualifier;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.state.DefaultSharedState;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateStore;

/**
 * Auto-configuration of a worker.
 */
@AutoConfiguration
@ConditionalOnRole(Role.WORKER)
public final class WorkerAutoConfiguration {

	@Bean
	SharedState sharedState(@Qualifier("appinfraStateStore") StateStore store, StateCodec codec,
			Environment environment) {
		return new DefaultSharedState(store, codec, environment.getRequiredProperty(Role.WORKER_NAME_PROPERTY));
	}

}
