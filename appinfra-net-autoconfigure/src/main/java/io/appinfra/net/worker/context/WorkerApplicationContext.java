package io.appinfra.net.worker.context;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.ResolvableType;

import io.appinfra.net.Role;
import io.appinfra.net.remote.connection.ReceivedConnections;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.local.TickerGroup;

/**
 * The application context of a worker, or of a parent of it.
 */
public sealed class WorkerApplicationContext extends AnnotationConfigApplicationContext
		permits ReactiveWorkerApplicationContext {

	/**
	 * Makes whatever uses a database depend on its migration. The web process has
	 * migrated it before it started the worker.
	 */
	private static final String DEPENDS_ON_MIGRATION = "DependsOnDatabaseInitializationPostProcessor";

	private final WorkerBeanFactory beans;

	private final ListenerMethods listenerMethods;

	private final EventListeners eventListeners;

	private volatile boolean closing;

	/**
	 * Create a context that has to be given its sources and refreshed.
	 */
	public WorkerApplicationContext() {
		super(new WorkerBeanFactory(WorkerApplicationContext::tickers));
		this.beans = (WorkerBeanFactory) getDefaultListableBeanFactory();
		this.listenerMethods = new ListenerMethods(this.beans);
		this.eventListeners = new EventListeners(this.beans, this.listenerMethods, super::addApplicationListener);
		addBeanFactoryPostProcessor(WorkerApplicationContext::removeMigrations);
	}

	/**
	 * Return the classes that extend one of the framework, which logs under their names.
	 * @return the classes
	 */
	public static List<Class<?>> extending() {
		return List.of(WorkerApplicationContext.class, ReactiveWorkerApplicationContext.class, WorkerBeanFactory.class);
	}

	private static Map<String, String> tickers(ListableBeanFactory beans) {
		return beans.getBeanProvider(TickerGroup.class)
			.stream()
			.flatMap((group) -> group.definitions().stream())
			.collect(Collectors.toMap(TickerDefinition::bean, TickerDefinition::name, "%s', '%s"::formatted,
					TreeMap::new));
	}

	private static void removeMigrations(ConfigurableListableBeanFactory beanFactory) {
		Stream.of(beanFactory.getBeanDefinitionNames())
			.filter((name) -> name.endsWith(DEPENDS_ON_MIGRATION))
			.forEach(((BeanDefinitionRegistry) beanFactory)::removeBeanDefinition);
	}

	@Override
	protected void prepareBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		super.prepareBeanFactory(beanFactory);
		this.beans.prepare(getEnvironment(), this.eventListeners);
		this.eventListeners.startWith(getApplicationListeners());
		String contextPath = getEnvironment().getProperty(Role.CONTEXT_PATH_PROPERTY);
		if (contextPath != null) {
			WebApplication.register(this, contextPath);
		}
		addBeanFactoryPostProcessor(new ReceivedConnections(getEnvironment(), getClassLoader()));
	}

	/**
	 * {@inheritDoc}
	 * @return the context path of the web application
	 */
	@Override
	public String getApplicationName() {
		return getEnvironment().getProperty(Role.CONTEXT_PATH_PROPERTY, "");
	}

	@Override
	protected void finishRefresh() {
		super.finishRefresh();
		this.beans.started();
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * The context's own infrastructure does not listen, unless a ticker needs it.
	 */
	@Override
	public void addApplicationListener(ApplicationListener<?> listener) {
		if (this.listenerMethods.take(listener) || (listener instanceof BeanFactoryPostProcessor && isRefreshing())) {
			return;
		}
		super.addApplicationListener(listener);
	}

	private boolean isRefreshing() {
		return isActive() && !this.beans.hasBegun();
	}

	@Override
	protected void publishEvent(Object event, @Nullable ResolvableType typeHint) {
		if (EventListeners.isOfStart(event)) {
			this.eventListeners.publishStart((SpringApplicationEvent) event);
			if (getParent() != null) {
				getParent().publishEvent(event);
			}
			return;
		}
		if (this.beans.hasBegun() && !this.closing) {
			this.eventListeners.bringToLife(event, typeHint);
		}
		super.publishEvent(event, typeHint);
	}

	@Override
	protected void doClose() {
		this.closing = true;
		super.doClose();
	}

}
