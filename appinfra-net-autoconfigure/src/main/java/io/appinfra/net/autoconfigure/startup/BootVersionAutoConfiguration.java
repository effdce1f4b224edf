package io.appinfra.net.autoconfigure.startup;

import io.appinfra.net.ServerStartupException;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Auto-configuration that fails startup with one clear line where the version of Spring
 * Boot is too old: otherwise a class would be missing, in the last of many causes.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnMissingClass("org.springframework.boot.diagnostics.FailureAnalyzedException")
public final class BootVersionAutoConfiguration {

	@Bean
	static BeanFactoryPostProcessor bootVersionCheck() {
		throw new ServerStartupException(
				"appinfra-net needs Spring Boot 4.1 or later, this is %s. Use a later version of Spring Boot."
					.formatted(SpringBootVersion.getVersion()));
	}

}
