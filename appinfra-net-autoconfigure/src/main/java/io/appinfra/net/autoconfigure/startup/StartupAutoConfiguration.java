package io.appinfra.net.autoconfigure.startup;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
import io.appinfra.net.autoconfigure.http.HttpProperties;
import io.appinfra.net.autoconfigure.properties.PropertyGroup;
import io.appinfra.net.autoconfigure.properties.UnknownProperty;
import io.appinfra.net.autoconfigure.state.ClusterProperties;
import io.appinfra.net.autoconfigure.state.StateProperties;
import io.appinfra.net.autoconfigure.state.redis.RedisStateProperties;
import io.appinfra.net.autoconfigure.ticker.ShutdownProperties;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.remote.connection.SentConnections;
import io.appinfra.net.ticker.Tickers;

/**
 * Auto-configuration of what the web process checks and logs as a whole: that no property
 * is misspelt in a way that no feature sees, and a line when it is ready.
 */
@AutoConfiguration(after = { HandlerAutoConfiguration.class, TickerAutoConfiguration.class })
@ConditionalOnRole(Role.WEB)
public final class StartupAutoConfiguration {

	private static final String PREFIX = "appinfra.net";

	/**
	 * Groups that users set.
	 */
	private static final List<String> GROUPS = List.of("handlers", "handler-defaults", "http", "tickers",
			"ticker-defaults", "workers", "worker-defaults", "state", "cluster", "shutdown");

	/**
	 * The keys of {@code JdbcStateProperties}, which an application without a database
	 * cannot load.
	 */
	static final List<String> JDBC_KEYS = List.of("table-prefix", "initialize-schema", "poll-interval", "pool-size");

	/**
	 * Groups whose keys are always the same, with these. Others check their own.
	 */
	private static final Map<String, List<String>> KEYS = Map.of("http", PropertyGroup.keys(HttpProperties.class),
			"state", keysAnd(StateProperties.class, "redis", "jdbc"), "state.redis",
			PropertyGroup.keys(RedisStateProperties.class), "state.jdbc", JDBC_KEYS, "cluster",
			PropertyGroup.keys(ClusterProperties.class), "shutdown", PropertyGroup.keys(ShutdownProperties.class));

	/**
	 * What this project sets itself.
	 */
	private static final List<String> INTERNAL = Stream
		.of(Role.PROPERTY, Role.WORKER_NAME_PROPERTY, Role.TIME_ZONE_PROPERTY, Role.CONTEXT_PATH_PROPERTY,
				Role.REACTIVE_PROPERTY, Role.PROCESS_PROPERTY, SentConnections.PROPERTY)
		.map((property) -> property.substring(PREFIX.length() + 1))
		.toList();

	@Bean
	static BeanFactoryPostProcessor propertyGroupCheck(Environment environment) {
		return (beanFactory) -> {
			List<String> problems = unknown(environment).map(UnknownProperty::problem).sorted().toList();
			if (!problems.isEmpty()) {
				throw new FailureAnalyzedException(
						"The configuration is wrong:\n\n    - " + String.join("\n    - ", problems),
						"Correct or remove the properties under 'appinfra.net' that are named above.");
			}
		};
	}

	private static Stream<UnknownProperty> unknown(Environment environment) {
		return Stream.concat(PropertyGroup.outside(environment, PREFIX, GROUPS, INTERNAL).stream(),
				KEYS.entrySet()
					.stream()
					.flatMap((group) -> PropertyGroup
						.outside(environment, PREFIX + "." + group.getKey(), group.getValue(), List.of())
						.stream()));
	}

	private static List<String> keysAnd(Class<?> type, String... groups) {
		return Stream.concat(PropertyGroup.keys(type).stream(), Stream.of(groups)).toList();
	}

	@Bean
	@ConditionalOnBean(Tickers.class)
	StartupLog startupLog(ApplicationContext context, ObjectProvider<Handlers> handlers, Tickers tickers) {
		return new StartupLog(context, handlers, tickers);
	}

}
