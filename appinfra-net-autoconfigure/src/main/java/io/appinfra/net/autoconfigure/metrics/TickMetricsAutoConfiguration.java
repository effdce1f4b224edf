package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.metrics.TickMetrics;
import io.appinfra.net.ticker.declaration.TickerDefinitions;

/**
 * Auto-configuration of the metrics of ticks, which are in the web process alone.
 */
@AutoConfiguration(after = TickerAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnRole(Role.WEB)
public final class TickMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(TickerDefinitions.class)
	TickMetrics tickMetrics(TickerDefinitions definitions) {
		return new TickMetrics(definitions.matching((ticker) -> true));
	}

}
