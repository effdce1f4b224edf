package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.metrics.TickObservationConvention;
import io.appinfra.net.metrics.TickObservations;
import io.appinfra.net.metrics.TickTracing;
import io.appinfra.net.metrics.TickTracingObservationHandler;

/**
 * Auto-configuration of the spans of ticks, in both kinds of process.
 */
@AutoConfiguration(after = TickerAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass({ ObservationRegistry.class, Tracer.class })
@ConditionalOnBean(Tracer.class)
public final class TickTracingAutoConfiguration {

	/**
	 * Before the handler of Spring Boot that supports any context.
	 */
	private static final int HANDLER_ORDER = Ordered.LOWEST_PRECEDENCE - 2000;

	@Bean
	TickTracing tickTracing(Tracer tracer) {
		return new TickTracing(tracer);
	}

	@Bean
	@Order(HANDLER_ORDER)
	TickTracingObservationHandler tickTracingObservationHandler(Tracer tracer) {
		return new TickTracingObservationHandler(tracer);
	}

	/**
	 * Observes the ticks of a worker with a registry of its own: that of the application
	 * would bring meter registries to life, and what they export to.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnRole(Role.WORKER)
	static class InWorker {

		@Bean
		TickObservations tickObservations(TickTracingObservationHandler handler,
				ObjectProvider<ObservationPredicate> predicates, ObjectProvider<ObservationFilter> filters,
				ObjectProvider<TickObservationConvention> convention) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(handler);
			predicates.orderedStream().forEach(registry.observationConfig()::observationPredicate);
			filters.orderedStream().forEach(registry.observationConfig()::observationFilter);
			return new TickObservations(registry, convention.getIfAvailable());
		}

	}

}
