package io.appinfra.net.remote.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.appinfra.net.Role;

/**
 * Puts the connection details of the web process in the place of those that a worker
 * would make for itself, perhaps by starting another container. They are there before
 * conditions are evaluated, and remain when all definitions have been read.
 */
public final class ReceivedConnections implements BeanDefinitionRegistryPostProcessor, Ordered {

	private static final String PREFIX = "appinfraConnection.";

	private final List<DetailsMessage> received = new ArrayList<>();

	private final ClassLoader classLoader;

	private final String worker;

	/**
	 * Create the post-processor.
	 * @param environment has what {@link SentConnections} has sent
	 * @param classLoader loads the classes of the connection details
	 */
	public ReceivedConnections(Environment environment, ClassLoader classLoader) {
		this.worker = environment.getProperty(Role.WORKER_NAME_PROPERTY, "");
		this.classLoader = classLoader;
		List<?> sent = environment.getProperty(SentConnections.PROPERTY, List.class, List.of());
		sent.forEach((element) -> this.received.add(DetailsMessage.of((List<?>) element)));
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		this.received
			.forEach((details) -> registry.registerBeanDefinition(PREFIX + details.name(), definition(details)));
	}

	private RootBeanDefinition definition(DetailsMessage details) {
		RootBeanDefinition definition = new RootBeanDefinition();
		List<Class<?>> interfaces = interfaces(details);
		if (!details.problem().isEmpty() || interfaces.isEmpty()) {
			definition.setBeanClass(interfaces.isEmpty() ? ConnectionDetails.class : interfaces.get(0));
			definition.setInstanceSupplier(() -> {
				throw refusal(details, details.problem());
			});
		}
		else {
			Object bean = bean(details);
			definition.setBeanClass(bean.getClass());
			definition.setInstanceSupplier(() -> bean);
		}
		definition.setPrimary(details.primary());
		definition.setLazyInit(true);
		return definition;
	}

	private Object bean(DetailsMessage details) {
		Object bean = new ReceivedValues(this.classLoader).value(details.values());
		if (bean == null) {
			throw refusal(details, "they have no values");
		}
		return bean;
	}

	private FailureAnalyzedException refusal(DetailsMessage details, String problem) {
		return new FailureAnalyzedException(
				"The connection details '%s' %s of the web process cannot be sent to worker '%s': %s"
					.formatted(details.name(), details.interfaces(), this.worker, problem),
				"Set the properties that they stand for in 'appinfra.net.workers.%s.properties' and leave the bean out with @ConditionalOnRole(Role.WEB), or run the tickers in-process with 'appinfra.net.workers.%1$s.enabled=false'."
					.formatted(this.worker));
	}

	private List<Class<?>> interfaces(DetailsMessage details) {
		return details.interfaces()
			.stream()
			.filter((name) -> ClassUtils.isPresent(name, this.classLoader))
			.<Class<?>>map((name) -> ClassUtils.resolveClassName(name, this.classLoader))
			.toList();
	}

	/**
	 * Take out what the worker's own definitions say about the same connections.
	 */
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Set<String> replaced = this.received.stream()
			.flatMap((details) -> interfaces(details).stream())
			.flatMap((type) -> Stream.of(beanFactory.getBeanNamesForType(type, true, false)))
			.filter((name) -> !name.startsWith(PREFIX) && beanFactory.containsBeanDefinition(name))
			.collect(Collectors.toSet());
		replaced.forEach(((BeanDefinitionRegistry) beanFactory)::removeBeanDefinition);
		this.received.stream()
			.filter((details) -> !beanFactory.containsBean(details.name()))
			.forEach((details) -> beanFactory.registerAlias(PREFIX + details.name(), details.name()));
	}

}
