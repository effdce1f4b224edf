package io.appinfra.net.autoconfigure.shutdown;

import java.time.Duration;
import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.ticker.ShutdownProperties;
import io.appinfra.net.shutdown.BacklogProtocol;
import io.appinfra.net.shutdown.DrainFilter;
import io.appinfra.net.shutdown.JettyConnections;
import io.appinfra.net.shutdown.Probes;
import io.appinfra.net.shutdown.QuietLifecycle;
import io.appinfra.net.shutdown.ServerConnections;
import io.appinfra.net.shutdown.TomcatConnections;
import io.appinfra.net.shutdown.Traffic;

/**
 * Auto-configuration of what clients meet while the web process drains.
 */
@AutoConfiguration(after = ShutdownAutoConfiguration.class)
@ConditionalOnRole(Role.WEB)
@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
public final class ConnectionsAutoConfiguration {

	@Bean
	FilterRegistrationBean<DrainFilter> drainFilter(Traffic traffic, Environment environment) {
		FilterRegistrationBean<DrainFilter> filter = new FilterRegistrationBean<>(
				new DrainFilter(traffic, Probes.of(environment)));
		filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return filter;
	}

	@Bean
	QuietLifecycle quietLifecycle(Traffic traffic, ShutdownProperties shutdown, Environment environment,
			ApplicationContext context, ObjectProvider<ConnectionsOf> servers) {
		Duration longest = ShutdownBudget.withinPhase(environment);
		return new QuietLifecycle(traffic, () -> connections(context, servers), shutdown.getDrainQuiet(),
				(longest.compareTo(shutdown.getDrainQuiet()) > 0) ? longest : shutdown.getDrainQuiet());
	}

	private static @Nullable ServerConnections connections(ApplicationContext context,
			ObjectProvider<ConnectionsOf> servers) {
		return servers.stream()
			.map((kind) -> kind.connections(context))
			.filter((connections) -> connections != null)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Knows the connections of one kind of server.
	 */
	@FunctionalInterface
	interface ConnectionsOf {

		@Nullable ServerConnections connections(ApplicationContext context);

	}

	/**
	 * The server of an application. In a container there is none, and neither are the
	 * classes that this one mentions.
	 */
	private static final class EmbeddedServer {

		private EmbeddedServer() {
		}

		static @Nullable WebServer of(ApplicationContext context) {
			return (context instanceof WebServerApplicationContext web) ? web.getWebServer() : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tomcat.class, TomcatWebServer.class })
	static class TomcatConfiguration {

		@Bean
		ConnectionsOf tomcatConnections() {
			return (context) -> (EmbeddedServer.of(context) instanceof TomcatWebServer tomcat)
					? new TomcatConnections(tomcat.getTomcat()) : null;
		}

		@Bean
		WebServerFactoryCustomizer<TomcatWebServerFactory> tomcatDrain() {
			return (factory) -> {
				factory.addConnectorCustomizers(TomcatConnections::serveStreams);
				if (factory.getProtocol().equals(TomcatWebServerFactory.DEFAULT_PROTOCOL)) {
					factory.setProtocol(BacklogProtocol.class.getName());
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Server.class, JettyWebServer.class })
	static class JettyConfiguration {

		@Bean
		ConnectionsOf jettyConnections() {
			return (context) -> (EmbeddedServer.of(context) instanceof JettyWebServer jetty)
					? new JettyConnections(jetty.getServer()) : null;
		}

	}

}
