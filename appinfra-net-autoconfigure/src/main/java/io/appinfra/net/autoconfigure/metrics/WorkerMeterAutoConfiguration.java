package io.appinfra.net.autoconfigure.metrics;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.appinfra.net.ConditionalOnRole;
import io.appinfra.net.Role;
import io.appinfra.net.metrics.WorkerMeterRegistry;
import io.appinfra.net.metrics.WorkerMeters;
import io.appinfra.net.remote.meter.MeterSink;

/**
 * Auto-configuration of the meters that user code changes in workers: they are in the
 * registry of the web process.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
public final class WorkerMeterAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnRole(Role.WEB)
	static class InWebProcess {

		@Bean
		@ConditionalOnBean(MeterRegistry.class)
		MeterSink workerMeters(ObjectProvider<MeterRegistry> registry) {
			return new WorkerMeters(registry::getObject);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnRole(Role.WORKER)
	static class InWorker {

		private static final String BEAN_NAME = "appinfraMeterRegistry";

		private static final String GLOBAL = "management.metrics.use-global-registry";

		@Bean
		static BeanFactoryPostProcessor workerMeterRegistryPostProcessor(Environment environment) {
			return (beanFactory) -> replaceRegistries(beanFactory,
					environment.getProperty(GLOBAL, Boolean.class, true));
		}

		/**
		 * Put one registry that reports to the web process in the place of all that the
		 * application has, which would export what is measured a second time.
		 */
		private static void replaceRegistries(ConfigurableListableBeanFactory beanFactory, boolean global) {
			List<String> names = Stream.of(beanFactory.getBeanNamesForType(MeterRegistry.class, true, false))
				.filter(beanFactory::containsBeanDefinition)
				.toList();
			if (!names.isEmpty()) {
				WorkerMeterRegistry registry = new WorkerMeterRegistry();
				names.forEach(((BeanDefinitionRegistry) beanFactory)::removeBeanDefinition);
				beanFactory.registerSingleton(BEAN_NAME, registry);
				names.forEach((name) -> beanFactory.registerAlias(BEAN_NAME, name));
				if (global) {
					Metrics.addRegistry(registry);
				}
			}
		}

	}

}
