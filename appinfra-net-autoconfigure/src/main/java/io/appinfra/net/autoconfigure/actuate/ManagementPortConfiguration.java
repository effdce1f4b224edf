package io.appinfra.net.autoconfigure.actuate;

import jakarta.servlet.Filter;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

import io.appinfra.net.shutdown.DrainFilter;
import io.appinfra.net.shutdown.Probes;
import io.appinfra.net.shutdown.Traffic;

/**
 * Configuration of what probes and scrapers meet at a management port of its own while
 * the web process drains.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBean(Traffic.class)
public final class ManagementPortConfiguration {

	@Bean
	FilterRegistrationBean<DrainFilter> managementDrainFilter(Traffic traffic, Environment environment) {
		FilterRegistrationBean<DrainFilter> filter = new FilterRegistrationBean<>(
				DrainFilter.ofManagementPort(traffic, Probes.of(environment)));
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return filter;
	}

}
