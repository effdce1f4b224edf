package io.appinfra.net.autoconfigure.worker;

import java.util.Collection;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.supervisor.ApplicationBlueprint;
import io.appinfra.net.supervisor.WorkerLifecycle;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerDefinitions;

/**
 * Auto-configuration of workers in the web process.
 */
@AutoConfiguration(after = { StateAutoConfiguration.class, TickerAutoConfiguration.class })
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties(WorkersProperties.class)
public final class SupervisorAutoConfiguration {

	@Bean
	WorkerSupervisor workerSupervisor(TickerDefinitions definitions, WorkersProperties properties,
			ObjectProvider<ApplicationBlueprint> blueprint, ConfigurableEnvironment environment, StateStore store) {
		Collection<TickerDefinition> tickers = definitions.matching(TickerDefinition::inWorker);
		ApplicationBlueprint application = blueprint
			.getIfAvailable(() -> new ApplicationBlueprint(List.of(), List.of()));
		return new WorkerSupervisor(tickers, properties::settings, application, environment, store);
	}

	@Bean
	WorkerLifecycle workerLifecycle(WorkerSupervisor supervisor) {
		return new WorkerLifecycle(supervisor);
	}

}
