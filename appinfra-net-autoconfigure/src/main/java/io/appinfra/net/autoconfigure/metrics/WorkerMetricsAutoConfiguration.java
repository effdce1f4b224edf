package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.metrics.WorkerJvmMetrics;
import io.appinfra.net.metrics.WorkerMetrics;
import io.appinfra.net.supervisor.WorkerSupervisor;

/**
 * Auto-configuration of the metrics of workers.
 */
@AutoConfiguration(after = SupervisorAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
public final class WorkerMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(WorkerSupervisor.class)
	WorkerMetrics workerMetrics(WorkerSupervisor supervisor) {
		return new WorkerMetrics(supervisor);
	}

	@Bean
	@ConditionalOnBean(WorkerSupervisor.class)
	WorkerJvmMetrics workerJvmMetrics(WorkerSupervisor supervisor) {
		return new WorkerJvmMetrics(supervisor);
	}

}
