package io.appinfra.net.autoconfigure.state;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.state.view.DefaultSharedState;
import io.appinfra.net.state.local.LocalStateStore;
import io.appinfra.net.state.SharedState;
import io.appinfra.net.state.StateCodec;
import io.appinfra.net.state.StateSession;
import io.appinfra.net.state.StateStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the shared state in the web process, which holds it.
 */
@AutoConfiguration(after = StateCodecAutoConfiguration.class)
@ConditionalOnRole(Role.WEB)
@EnableConfigurationProperties(StateProperties.class)
public final class StateAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(StateStore.class)
	LocalStateStore stateStore(StateProperties properties) {
		int maxEntries = properties.getMaxEntries();
		long maxValueSize = properties.getMaxValueSize().toBytes();
		checkPositive("max-entries", maxEntries, maxEntries);
		checkPositive("max-value-size", properties.getMaxValueSize(), maxValueSize);
		return new LocalStateStore(maxEntries, maxValueSize);
	}

	@Bean
	@ConditionalOnMissingBean
	StateSession stateSession(StateStore store) {
		return new StateSession(store, "%s-%d".formatted(hostName(), ProcessHandle.current().pid()));
	}

	@Bean
	@ConditionalOnMissingBean
	SharedState sharedState(StateStore store, StateCodec codec, StateSession session) {
		return new DefaultSharedState(store, codec, session);
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	private static void checkPositive(String property, Object value, long number) {
		if (number <= 0) {
			throw new InvalidConfigurationPropertyValueException("appinfra.net.state." + property, value,
					"It must be positive.");
		}
	}

}
