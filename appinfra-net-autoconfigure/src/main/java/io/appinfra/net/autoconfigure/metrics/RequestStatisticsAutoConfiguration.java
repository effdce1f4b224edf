package io.appinfra.net.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.http.RequestStatistics;
import io.appinfra.net.metrics.RequestMeters;

/**
 * Auto-configuration of the statistics of requests, as Spring Boot measures them.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ MeterRegistry.class, RequestStatistics.class })
@ConditionalOnRole(Role.WEB)
public final class RequestStatisticsAutoConfiguration {

	private static final String NAME = "management.observations.http.server.requests.name";

	@Bean
	@ConditionalOnBean(MeterRegistry.class)
	RequestStatistics requestStatistics(MeterRegistry registry, Environment environment) {
		return new RequestMeters(registry, environment.getProperty(NAME, "http.server.requests"));
	}

}
