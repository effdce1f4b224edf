package io.appinfra.net.autoconfigure.startup;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.http.HandlerAutoConfiguration;
import io.appinfra.net.autoconfigure.properties.PropertyGroup;
import io.appinfra.net.autoconfigure.properties.UnknownProperty;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.ticker.Tickers;

/**
 * Auto-configuration of what the web process checks and logs as a whole: that no property
 * is misspelt in a way that no feature sees, and a line when it is ready.
 */
@AutoConfiguration(after = { HandlerAutoConfiguration.class, TickerAutoConfiguration.class })
@ConditionalOnRole(Role.WEB)
public final class StartupAutoConfiguration {

	/**
	 * Groups that users set.
	 */
	private static final List<String> GROUPS = List.of("handlers", "handler-defaults", "http", "tickers",
			"ticker-defaults", "workers", "worker-defaults", "state", "cluster", "shutdown");

	/**
	 * Groups that this project sets itself.
	 */
	private static final List<String> INTERNAL = List.of("role", "worker-name", "worker-time-zone", "process-is-worker",
			"connection-details");

	@Bean
	static BeanFactoryPostProcessor propertyGroupCheck(Environment environment) {
		return (beanFactory) -> {
			List<String> problems = PropertyGroup.outside(environment, "appinfra.net", GROUPS, INTERNAL)
				.stream()
				.map(UnknownProperty::problem)
				.toList();
			if (!problems.isEmpty()) {
				throw new FailureAnalyzedException(
						"The configuration is wrong:\n\n    - " + String.join("\n    - ", problems),
						"Correct or remove the properties under 'appinfra.net' that are named above.");
			}
		};
	}

	@Bean
	@ConditionalOnBean(Tickers.class)
	StartupLog startupLog(ApplicationContext context, ObjectProvider<Handlers> handlers, Tickers tickers) {
		return new StartupLog(context, handlers, tickers);
	}

}
