package io.appinfra.net.autoconfigure.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.actuate.console.ConsoleChanges;
import io.appinfra.net.actuate.console.ConsoleEndpoint;
import io.appinfra.net.actuate.console.ConsoleFeed;
import io.appinfra.net.actuate.console.ConsoleSources;
import io.appinfra.net.autoconfigure.cluster.ClusterAutoConfiguration;
import io.appinfra.net.autoconfigure.http.HandlerAutoConfiguration;
import io.appinfra.net.autoconfigure.metrics.RequestStatisticsAutoConfiguration;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.autoconfigure.worker.SupervisorAutoConfiguration;
import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.cluster.ClusterNode;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.http.RequestStatistics;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.Tickers;

/**
 * Auto-configuration of the endpoint {@code console}.
 */
@AutoConfiguration(
		after = { ClusterAutoConfiguration.class, HandlerAutoConfiguration.class,
				RequestStatisticsAutoConfiguration.class, StateAutoConfiguration.class,
				SupervisorAutoConfiguration.class, TickerAutoConfiguration.class },
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration")
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, DispatcherServlet.class })
@ConditionalOnAvailableEndpoint(ConsoleEndpoint.class)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnRole(Role.WEB)
public final class ConsoleEndpointAutoConfiguration {

	@Bean
	ConsoleFeed consoleFeed(ObjectProvider<Handlers> handlers, ObjectProvider<RequestStatistics> statistics,
			ObjectProvider<Tickers> tickers, ObjectProvider<WorkerSupervisor> workers, ObjectProvider<Cluster> cluster,
			ObjectProvider<StateStore> store, EndpointAccessResolver resolver) {
		ConsoleAccess access = new ConsoleAccess(resolver);
		JsonMapper mapper = JsonMapper.builder()
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
			.build();
		return new ConsoleFeed(
				new ConsoleSources(access.readable("handlers", handlers), statistics.getIfAvailable(),
						access.readable("tickers", tickers), access.readable("workers", workers),
						node(access.readable("cluster", cluster)), access.readable("sharedstate", store)),
				mapper::writeValueAsString);
	}

	@Bean
	ConsoleEndpoint consoleEndpoint(ConsoleFeed feed, ObjectProvider<Tickers> tickers, ObjectProvider<Cluster> cluster,
			ObjectProvider<WorkerSupervisor> workers, ObjectProvider<RequestStatistics> statistics,
			EndpointAccessResolver resolver, Environment environment) {
		ConsoleAccess access = new ConsoleAccess(resolver);
		ConsoleChanges changes = new ConsoleChanges(access.writable("tickers", tickers), node(cluster.getIfAvailable()),
				access.writable("workers", workers));
		return new ConsoleEndpoint(feed, changes, environment.getProperty("spring.application.name", "application"),
				statistics.getIfAvailable() != null);
	}

	private static @Nullable ClusterNode node(@Nullable Cluster cluster) {
		return (cluster instanceof ClusterNode node) ? node : null;
	}

}
