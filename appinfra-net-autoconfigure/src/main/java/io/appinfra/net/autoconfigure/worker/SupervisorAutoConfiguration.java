package io.appinfra.net.autoconfigure.worker;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.autoconfigure.state.StateAutoConfiguration;
import io.appinfra.net.autoconfigure.ticker.TickerAutoConfiguration;
import io.appinfra.net.remote.connection.SentConnections;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint;
import io.appinfra.net.remote.meter.MeterSink;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.supervisor.WorkerLifecycle;
import io.appinfra.net.supervisor.WorkerSupervisor;
import io.appinfra.net.ticker.TickGate;
import io.appinfra.net.ticker.TickListener;
import io.appinfra.net.ticker.TickListeners;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.declaration.TickerDefinitions;

/**
 * Auto-configuration of workers in the web process.
 */
@AutoConfiguration(after = { StateAutoConfiguration.class, TickerAutoConfiguration.class })
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties(WorkersProperties.class)
public final class SupervisorAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SupervisorAutoConfiguration.class);

	/**
	 * Beans are destroyed in the opposite order of their registration for it, which a
	 * later one under the same name does not change. What workers use to their end comes
	 * first there, so that it waits for them last, and the other beans for none.
	 */
	@Bean
	static BeanFactoryPostProcessor workersEndLast() {
		return (beanFactory) -> {
			if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
				Stream.of(StateStore.class, StateSession.class, WorkerSupervisor.class)
					.flatMap((type) -> Stream.of(beanFactory.getBeanNamesForType(type, true, false)))
					.forEach((name) -> registry.registerDisposableBean(name, () -> {
					}));
			}
		};
	}

	@Bean
	WorkerSupervisor workerSupervisor(TickerDefinitions definitions, WorkersProperties properties,
			ObjectProvider<ApplicationBlueprint> blueprint, ConfigurableEnvironment environment, StateSession session,
			ObjectProvider<TickListener> listeners, ObjectProvider<TickGate> gate, ObjectProvider<MeterSink> meters,
			ConfigurableApplicationContext context) {
		Collection<TickerDefinition> tickers = definitions.matching(TickerDefinition::inWorker);
		ApplicationBlueprint application = blueprint.getIfAvailable(() -> ApplicationBlueprint.of());
		Map<String, String> shared = new HashMap<>(WebKind.properties(context));
		shared.put(Role.TIME_ZONE_PROPERTY, definitions.zone().getId());
		WorkerSupervisor supervisor = new WorkerSupervisor(tickers,
				(name) -> properties.settings(name).withDefaults(shared), application, environment, session);
		supervisor.setBeans(() -> SentConnections.of(context.getBeanFactory()),
				() -> meters.getIfAvailable(() -> MeterSink.NONE));
		gate.ifAvailable(supervisor::setGate);
		supervisor.setTickListener(() -> new TickListeners(listeners.orderedStream().toList()));
		properties.findUnused(supervisor.names()).forEach(SupervisorAutoConfiguration::warnOfUnused);
		return supervisor;
	}

	private static void warnOfUnused(String worker) {
		logger.warn("'appinfra.net.workers.%s' has no effect, since no ticker runs in worker '%1$s': ".formatted(worker)
				+ "name it in a @Tick with runIn = WORKER or in 'appinfra.net.tickers.<name>.worker', or remove it");
	}

	@Bean
	WorkerLifecycle workerLifecycle(WorkerSupervisor supervisor) {
		return new WorkerLifecycle(supervisor);
	}

}
