package io.appinfra.net.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

import io.appinfra.net.Role;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Application;
import io.appinfra.net.remote.lifecycle.WorkerConfiguration.Settings;
import io.appinfra.net.worker.context.ReactiveWorkerApplicationContext;
import io.appinfra.net.worker.context.WorkerApplicationContext;

/**
 * Makes applications a worker's: without a web server, with the environment that was
 * sent, and with a context where only what the tickers need comes to life.
 */
final class Adaptation {

	/**
	 * Listeners that make an environment, which was sent.
	 */
	private static final Set<String> MAKE_ENVIRONMENT = Set.of("EnvironmentPostProcessorApplicationListener",
			"BootstrapApplicationListener");

	/**
	 * Listeners that look for a terminal, which a worker does not have, load what it may
	 * not need, write to a file of the web process, or report on properties, as the web
	 * process has done.
	 */
	private static final Set<String> LEFT_OUT = Set.of("AnsiOutputApplicationListener",
			"BackgroundPreinitializingApplicationListener", "ApplicationPidFileWriter", "PropertiesMigrationListener");

	private final Map<String, Object> different;

	private final Map<String, Object> differentOfOthers;

	private final ApplicationContextInitializer<ConfigurableApplicationContext> initializer;

	/**
	 * Create an adaptation.
	 * @param different the properties that a worker has in place of those of the web
	 * process
	 * @param initializer initializes each context
	 */
	Adaptation(Map<String, Object> different,
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer) {
		this.different = different;
		this.differentOfOthers = new HashMap<>(different);
		this.differentOfOthers.keySet().removeAll(Set.of(Role.CONTEXT_PATH_PROPERTY, Role.REACTIVE_PROPERTY));
		this.initializer = initializer;
	}

	/**
	 * Make an application a worker's.
	 * @param application the application
	 * @param sent what was sent of it, {@code null} for one that the worker's own does
	 * not need
	 * @param own whether it is the worker's own, which is a web application if that of
	 * the web process is one
	 */
	void apply(SpringApplication application, @Nullable Application sent, boolean own) {
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		boolean reactive = own && this.different.containsKey(Role.REACTIVE_PROPERTY);
		application.setApplicationContextFactory(
				(type) -> reactive ? new ReactiveWorkerApplicationContext() : new WorkerApplicationContext());
		application.setListeners(listeners(application, sent != null));
		application.addInitializers(this.initializer);
		if (sent != null) {
			WorkerEnvironment environment = new WorkerEnvironment(sent, own ? this.different : this.differentOfOthers);
			new SystemEnvironmentPropertySourceEnvironmentPostProcessor().postProcessEnvironment(environment,
					application);
			application.setEnvironment(environment);
			application.setAddCommandLineProperties(false);
		}
	}

	private static List<ApplicationListener<?>> listeners(SpringApplication application, boolean environmentSent) {
		Stream<ApplicationListener<?>> listeners = application.getListeners()
			.stream()
			.filter((listener) -> !isOneOf(LEFT_OUT, listener));
		return listeners.filter((listener) -> !environmentSent || !isOneOf(MAKE_ENVIRONMENT, listener))
			.<ApplicationListener<?>>map(StartupListener::adapt)
			.toList();
	}

	private static boolean isOneOf(Set<String> names, ApplicationListener<?> listener) {
		Class<?> type = listener.getClass();
		while (type != Object.class) {
			if (names.contains(type.getSimpleName())) {
				return true;
			}
			type = type.getSuperclass();
		}
		return false;
	}

	/**
	 * Let the environment of an application that was not sent differ from that of the web
	 * process.
	 * @param environment the environment
	 */
	void differ(ConfigurableEnvironment environment) {
		environment.getPropertySources()
			.addFirst(new MapPropertySource(WorkerEnvironment.DIFFERENT, this.differentOfOthers));
	}

	/**
	 * Set what the web process has set in code.
	 * @param application the application
	 * @param settings what was set
	 */
	static void applySettings(SpringApplication application, Settings settings) {
		ClassLoader classLoader = Adaptation.class.getClassLoader();
		if (settings.mainClass() != null && ClassUtils.isPresent(settings.mainClass(), classLoader)) {
			application.setMainApplicationClass(ClassUtils.resolveClassName(settings.mainClass(), classLoader));
		}
		application.setAllowCircularReferences(settings.circularReferences());
		application.setAllowBeanDefinitionOverriding(settings.overriding());
		application.setEnvironmentPrefix(settings.environmentPrefix());
		if (settings.beanNameGenerator() != null) {
			application.setBeanNameGenerator(
					generator(ClassUtils.resolveClassName(settings.beanNameGenerator(), classLoader)));
		}
	}

	private static BeanNameGenerator generator(Class<?> type) {
		try {
			return (BeanNameGenerator) type.getField("INSTANCE").get(null);
		}
		catch (NoSuchFieldException | IllegalAccessException ex) {
			return (BeanNameGenerator) BeanUtils.instantiateClass(type);
		}
	}

}
