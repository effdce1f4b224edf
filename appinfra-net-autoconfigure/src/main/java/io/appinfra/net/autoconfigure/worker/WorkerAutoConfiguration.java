package io.appinfra.net.autoconfigure.worker;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.state.LockHolder;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateData;
import io.appinfra.net.state.view.DefaultSharedState;

/**
 * Auto-configuration of a worker.
 */
@AutoConfiguration
@ConditionalOnRole(Role.WORKER)
public final class WorkerAutoConfiguration {

	@Bean
	SharedState sharedState(@Qualifier("appinfraStateData") StateData store, StateCodec codec,
			@Qualifier("appinfraStateData") LockHolder locks) {
		return new DefaultSharedState(store, codec, locks);
	}

}
