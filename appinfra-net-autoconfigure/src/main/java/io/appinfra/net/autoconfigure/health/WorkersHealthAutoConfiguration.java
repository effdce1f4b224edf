package io.appinfra.net.autoconfigure.health;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.health.WorkersHealthIndicator;
import io.appinfra.net.supervisor.WorkerSupervisor;

/**
 * Auto-configuration of the health of workers.
 */
@AutoConfiguration(after = SupervisorAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("workers")
public final class WorkersHealthAutoConfiguration {

	@Bean
	@ConditionalOnBean(WorkerSupervisor.class)
	WorkersHealthIndicator workersHealthIndicator(WorkerSupervisor supervisor) {
		return new WorkersHealthIndicator(supervisor);
	}

}
