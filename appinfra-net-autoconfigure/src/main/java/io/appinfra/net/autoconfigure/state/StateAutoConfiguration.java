package io.appinfra.net.autoconfigure.state;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.StateUnavailableException;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateLimits;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;
import io.appinfra.net.state.local.LocalStateStore;
import io.appinfra.net.state.view.DefaultSharedState;

/**
 * Auto-configuration of the shared state in the web process: in its memory, unless
 * another store is configured.
 */
@AutoConfiguration(after = StateCodecAutoConfiguration.class)
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties({ StateProperties.class, ClusterProperties.class })
public final class StateAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(StateStore.class)
	LocalStateStore stateStore(StateProperties properties) {
		if (properties.getStore() != StateProperties.Store.LOCAL) {
			throw StateStoreFailures.missing(properties.getStore());
		}
		StateLimits limits = properties.toLimits();
		return new LocalStateStore(limits.maxEntries(), limits.maxValueSize());
	}

	@Bean
	@ConditionalOnMissingBean
	StateSession stateSession(StateStore store, ClusterProperties cluster,
			ObjectProvider<StateStoreDecorator> decorator) {
		String instance = cluster.toInstance();
		StateStore used = decorator.getIfAvailable(() -> (undecorated) -> undecorated).apply(store);
		return FirstConnection.open(() -> new StateSession(used, (instance != null) ? instance : defaultInstance()),
				StateUnavailableException.class::isInstance);
	}

	@Bean
	@ConditionalOnMissingBean
	SharedState sharedState(StateCodec codec, StateSession session) {
		return new DefaultSharedState(session.store(), codec, session);
	}

	private static String defaultInstance() {
		return "%s-%d".formatted(HostName.get(), ProcessHandle.current().pid());
	}

}
