package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateStoreDecorator;
import io.appinfra.net.metrics.MeteredStateStore;
import io.appinfra.net.metrics.StateMetrics;
import io.appinfra.net.metrics.StateOperationMeters;
import io.appinfra.net.state.StateStore;

/**
 * Auto-configuration of the metrics of the shared state, which are in the web process
 * alone.
 */
@AutoConfiguration(after = StateAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnRole(Role.WEB)
public final class StateMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(StateStore.class)
	StateMetrics stateMetrics(StateStore store) {
		return new StateMetrics(store);
	}

	@Bean
	StateOperationMeters stateOperationMeters(Environment environment) {
		return new StateOperationMeters(environment.getProperty("appinfra.net.state.store", "local"));
	}

	@Bean
	StateStoreDecorator meteredStateStore(StateOperationMeters meters) {
		return (store) -> new MeteredStateStore(store, meters);
	}

}
