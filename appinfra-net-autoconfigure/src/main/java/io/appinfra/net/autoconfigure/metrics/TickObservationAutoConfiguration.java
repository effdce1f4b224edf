package io.appinfra.net.autoconfigure.metrics;

import java.util.Set;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.metrics.DefaultTickObservationConvention;
import io.appinfra.net.metrics.TickObservationConvention;
import io.appinfra.net.metrics.TickObservations;

/**
 * Auto-configuration of the observations of ticks in the web process.
 */
@AutoConfiguration(after = TickerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnRole(Role.WEB)
public final class TickObservationAutoConfiguration {

	@Bean
	@ConditionalOnBean(ObservationRegistry.class)
	TickObservations tickObservations(ObservationRegistry registry,
			ObjectProvider<TickObservationConvention> convention) {
		return new TickObservations(registry, convention.getIfAvailable());
	}

	/**
	 * Keeps observations of ticks from being counted a second time: the timers of ticks
	 * have those of workers too.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterFilter.class)
	static class NoSecondTimer {

		private static final Set<String> NAMES = Set.of(DefaultTickObservationConvention.NAME,
				DefaultTickObservationConvention.NAME + ".active");

		@Bean
		MeterFilter tickObservationMeterFilter() {
			return MeterFilter.deny((meter) -> NAMES.contains(meter.getName()));
		}

	}

}
