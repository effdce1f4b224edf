package io.appinfra.net.autoconfigure.worker;

import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.Resource;

import io.appinfra.net.supervisor.ApplicationBlueprint;

/**
 * Remembers what an application was started from, for its workers to be started from the
 * same.
 */
class BlueprintListener implements ApplicationListener<ApplicationPreparedEvent> {

	private static final String BEAN_NAME = "appinfraApplicationBlueprint";

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		ConfigurableListableBeanFactory beanFactory = event.getApplicationContext().getBeanFactory();
		if (!beanFactory.containsSingleton(BEAN_NAME)) {
			List<String> sources = event.getSpringApplication()
				.getAllSources()
				.stream()
				.map(BlueprintListener::name)
				.toList();
			beanFactory.registerSingleton(BEAN_NAME, new ApplicationBlueprint(sources, List.of(event.getArgs())));
		}
	}

	private static String name(Object source) {
		if (source instanceof Class<?> type) {
			return type.getName();
		}
		if (source instanceof Package sourcePackage) {
			return sourcePackage.getName();
		}
		return (source instanceof Resource resource) ? resource.getDescription() : source.toString();
	}

}
