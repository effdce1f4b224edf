package io.appinfra.net.autoconfigure.ticker;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.function.SingletonSupplier;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.cluster.Cluster;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSource;
import io.appinfra.net.ticker.Tickers;
import io.appinfra.net.ticker.declaration.TickerDefinitions;
import io.appinfra.net.ticker.local.CompositeTickers;
import io.appinfra.net.ticker.local.TickerGroup;
import io.appinfra.net.ticker.local.TickerLifecycle;

/**
 * Auto-configuration of tickers, in the web process and in workers.
 */
@AutoConfiguration(after = TaskSchedulingAutoConfiguration.class)
@EnableConfigurationProperties({ ShutdownProperties.class, TickerDefaultsProperties.class })
public final class TickerAutoConfiguration {

	@Bean
	TickerDefinitions tickerDefinitions(ConfigurableListableBeanFactory beanFactory, Environment environment,
			TickerDefaultsProperties defaults) {
		return TickerDefinitions.find(beanFactory, new EnvironmentTickerDeclarations(environment, defaults),
				new EnabledWorkers(environment),
				environment.getProperty(Role.TIME_ZONE_PROPERTY, ZoneId.class, ZoneId.systemDefault()));
	}

	@Bean
	TickerGroup tickerGroup(TickerDefinitions definitions, ConfigurableListableBeanFactory beanFactory,
			Environment environment, TickerDefaultsProperties defaults, ObjectProvider<TickListener> listeners,
			ObjectProvider<TickGate> gate) {
		boolean worker = Role.of(environment) == Role.WORKER;
		Predicate<TickerDefinition> own = worker
				? (ticker) -> ticker.inWorker(environment.getRequiredProperty(Role.WORKER_NAME_PROPERTY))
				: (ticker) -> !ticker.inWorker();
		TickerGroup group = new TickerGroup(definitions.matching(own), definitions::ticker,
				worker ? null : scheduler(beanFactory, defaults.scheduler()), Threading.VIRTUAL.isActive(environment));
		gate.ifAvailable(group::setGate);
		if (!worker && gate.getIfAvailable() == null) {
			checkScope(definitions);
		}
		TickListeners early = worker ? listeners(listeners) : null;
		group.setTickListener(() -> (early != null) ? early : listeners(listeners));
		return group;
	}

	private static void checkScope(TickerDefinitions definitions) {
		List<String> tickers = definitions.matching(TickerDefinition::inCluster)
			.stream()
			.map(TickerDefinition::name)
			.toList();
		if (!tickers.isEmpty()) {
			throw new FailureAnalyzedException(
					"The tickers %s have the scope 'cluster', but no other instance sees the shared state of this one"
						.formatted(tickers),
					"Set 'appinfra.net.state.store' to 'redis' or 'jdbc', or let them tick in each instance:"
							+ " 'appinfra.net.tickers.<name>.scope: instance'.");
		}
	}

	private static @Nullable TaskScheduler scheduler(ConfigurableListableBeanFactory beanFactory,
			@Nullable String name) {
		if (name == null) {
			return null;
		}
		if (!beanFactory.containsBean(name) || !beanFactory.isTypeMatch(name, TaskScheduler.class)) {
			throw new FailureAnalyzedException(
					"'%s.scheduler' names '%s', which is no bean of type TaskScheduler"
						.formatted(TickerDefaultsProperties.PREFIX, name),
					"Name one of %s, or remove the property: tickers have a scheduler of their own."
						.formatted(Arrays.toString(beanFactory.getBeanNamesForType(TaskScheduler.class, true, false))));
		}
		return beanFactory.getBean(name, TaskScheduler.class);
	}

	private static TickListeners listeners(ObjectProvider<TickListener> listeners) {
		return new TickListeners(listeners.orderedStream().toList());
	}

	@Bean
	Tickers tickers(ObjectProvider<TickerSource> sources, ObjectProvider<Cluster> cluster,
			ObjectProvider<TickListener> listeners) {
		SingletonSupplier<TickListeners> listener = SingletonSupplier.of(() -> listeners(listeners));
		List<TickerSource> all = new ArrayList<>(sources.stream().toList());
		if (cluster.getIfAvailable() instanceof TickerSource ofCluster) {
			all.add(ofCluster);
		}
		return new CompositeTickers(all, () -> listener.obtain().origin());
	}

	@Bean
	@ConditionalOnRole(Role.WEB)
	KeepAliveLifecycle tickerKeepAlive(TickerDefinitions definitions) {
		return new KeepAliveLifecycle(!definitions.matching((ticker) -> true).isEmpty());
	}

	@Bean
	@ConditionalOnRole(Role.WEB)
	TickerLifecycle tickerLifecycle(TickerGroup tickers, ShutdownProperties properties) {
		return new TickerLifecycle(tickers, properties.getTickTimeout());
	}

}
