package io.appinfra.net.autoconfigure.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;

import io.appinfra.net.Role;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint;
import io.appinfra.net.remote.lifecycle.ApplicationBlueprint.Parent;
import io.appinfra.net.remote.lifecycle.ApplicationSources;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Settings;

/**
 * Remembers what an application was started from, for its workers to be started from the
 * same.
 */
class BlueprintListener implements ApplicationListener<ApplicationPreparedEvent> {

	private static final String BEAN_NAME = "appinfraApplicationBlueprint";

	/**
	 * The context in which Spring Cloud looks for property sources. What it found is sent
	 * to workers.
	 */
	private static final String BOOTSTRAP = "org.springframework.cloud.bootstrap.";

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		if (Role.of(context.getEnvironment()) == Role.WEB && !context.getBeanFactory().containsSingleton(BEAN_NAME)) {
			RandomProperties.fix(context.getEnvironment());
			List<String> arguments = List.of(event.getArgs());
			context.getBeanFactory()
				.registerSingleton(BEAN_NAME,
						new ApplicationBlueprint(ApplicationSources.names(event.getSpringApplication()), arguments,
								settings(event.getSpringApplication(), context), RunningMain.find(arguments),
								parent(context.getParent())));
		}
	}

	private static Settings settings(SpringApplication application, ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		Object generator = beans.getSingleton(AnnotationConfigUtils.CONFIGURATION_BEAN_NAME_GENERATOR);
		boolean listable = beans instanceof DefaultListableBeanFactory;
		return new Settings(
				(application.getMainApplicationClass() != null) ? application.getMainApplicationClass().getName()
						: null,
				listable && ((DefaultListableBeanFactory) beans).isAllowCircularReferences(),
				listable && ((DefaultListableBeanFactory) beans).isAllowBeanDefinitionOverriding(),
				(generator != null) ? generator.getClass().getName() : null, application.getEnvironmentPrefix());
	}

	private static Parent parent(@Nullable ApplicationContext parent) {
		if (parent == null) {
			return Parent.NONE;
		}
		if (!(parent instanceof ConfigurableApplicationContext context)
				|| !(context.getBeanFactory().getSingleton(BEAN_NAME) instanceof ApplicationBlueprint blueprint)) {
			return new Parent(true, null, null);
		}
		boolean bootstrap = blueprint.sources().stream().allMatch((source) -> source.startsWith(BOOTSTRAP));
		return bootstrap ? parent(parent.getParent()) : new Parent(true, blueprint, context.getEnvironment());
	}

}
