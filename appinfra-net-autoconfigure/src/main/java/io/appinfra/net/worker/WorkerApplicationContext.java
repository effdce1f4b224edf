package io.appinfra.net.worker;

import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerGroup;

/**
 * The application context of a worker.
 */
final class WorkerApplicationContext extends AnnotationConfigApplicationContext {

	/**
	 * Makes whatever uses a database depend on its migration. The web process has
	 * migrated it before it started the worker.
	 */
	private static final String DEPENDS_ON_MIGRATION = "DependsOnDatabaseInitializationPostProcessor";

	WorkerApplicationContext() {
		super(new WorkerBeanFactory((beans) -> beans.getBean(TickerGroup.class)
			.definitions()
			.stream()
			.map(TickerDefinition::bean)
			.toList()));
		addBeanFactoryPostProcessor(WorkerApplicationContext::removeMigrations);
	}

	private static void removeMigrations(ConfigurableListableBeanFactory beanFactory) {
		Stream.of(beanFactory.getBeanDefinitionNames())
			.filter((name) -> name.endsWith(DEPENDS_ON_MIGRATION))
			.forEach(((BeanDefinitionRegistry) beanFactory)::removeBeanDefinition);
	}

}
