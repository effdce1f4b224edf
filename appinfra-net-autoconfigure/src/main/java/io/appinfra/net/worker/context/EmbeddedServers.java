package io.appinfra.net.worker.context;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Servers that an application runs itself: its clients need one that runs, and the one of
 * the web process does.
 */
final class EmbeddedServers {

	private static final TypeNames SERVERS = TypeNames.of("Embedded\\w*(Broker|Server|ActiveMQ|Kafka\\w*|Postgres\\w*)",
			"BrokerService", "InMemoryDirectoryServer", "MongodWrapper", "redis\\.embedded\\.Redis\\w*",
			"org\\.h2\\.tools\\.Server", "org\\.hsqldb\\.[Ss]erver\\.Server", "org\\.apache\\.derby\\.drda\\.\\w+");

	private EmbeddedServers() {
	}

	/**
	 * Return whether a bean is such a server.
	 * @param bean the bean
	 * @return whether it is
	 */
	static boolean include(Object bean) {
		return SERVERS.include(bean);
	}

	/**
	 * Let beans that only have to come after a server no longer create it. Those that it
	 * is injected into still do.
	 * @param beans the beans
	 * @return the names of the beans that were changed
	 */
	static Set<String> detach(ConfigurableListableBeanFactory beans) {
		return Stream.of(beans.getBeanDefinitionNames())
			.filter((name) -> detach(beans.getBeanDefinition(name), beans))
			.collect(Collectors.toSet());
	}

	private static boolean detach(BeanDefinition definition, BeanFactory beans) {
		String[] before = definition.getDependsOn();
		if (before == null) {
			return false;
		}
		String[] after = Stream.of(before).filter((name) -> !isServer(name, beans)).toArray(String[]::new);
		definition.setDependsOn(after);
		return after.length < before.length;
	}

	private static boolean isServer(String name, BeanFactory beans) {
		@Nullable Class<?> type = beans.containsBean(name) ? beans.getType(name, false) : null;
		return type != null && SERVERS.include(type);
	}

}
