package io.appinfra.net.worker;

import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListenerMethodProcessor;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.core.ResolvableType;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/**
 * Creates the tickers of a worker and what they need, and nothing else of the
 * application. Where the framework looks for beans to bring to life (listeners, lifecycle
 * beans, runners, …), it is shown those alone that are alive already.
 */
@SuppressWarnings("serial")
final class WorkerBeanFactory extends DefaultListableBeanFactory {

	/**
	 * What the framework looks for by type to bring it to life, and what nobody injects.
	 * {@code Object} is what it looks for to find event listener methods.
	 */
	private static final Set<Class<?>> BROUGHT_TO_LIFE = Set.of(Object.class, Lifecycle.class, SmartLifecycle.class,
			ApplicationListener.class, SmartInitializingSingleton.class, BeanFactoryInitializer.class,
			LoadTimeWeaverAware.class, SchedulingConfigurer.class);

	/**
	 * What does not run in a worker even if a ticker needs it.
	 */
	private static final String RUNNER = "org.springframework.boot.Runner";

	private final Function<ListableBeanFactory, Collection<String>> tickers;

	private @Nullable Thread seesOnlyLiving;

	private int creating;

	/**
	 * Create a bean factory.
	 * @param tickers returns the names of the worker's tickers
	 */
	WorkerBeanFactory(Function<ListableBeanFactory, Collection<String>> tickers) {
		this.tickers = tickers;
	}

	@Override
	public void preInstantiateSingletons() {
		this.tickers.apply(this).stream().filter(this::isSingleton).forEach(this::getBean);
		for (String name : getSingletonNames()) {
			if (getSingleton(name, false) instanceof SmartInitializingSingleton singleton) {
				callBack(singleton);
			}
		}
	}

	/**
	 * Post-processors take this call to look for what configures them and for what they
	 * are to run: endpoints of listener containers, event listener methods.
	 */
	private void callBack(SmartInitializingSingleton singleton) {
		boolean postProcessor = singleton instanceof BeanPostProcessor
				|| singleton instanceof EventListenerMethodProcessor;
		this.seesOnlyLiving = postProcessor ? Thread.currentThread() : null;
		try {
			singleton.afterSingletonsInstantiated();
		}
		finally {
			this.seesOnlyLiving = null;
		}
	}

	@Override
	protected Object createBean(String beanName, RootBeanDefinition definition, @Nullable Object @Nullable [] args)
			throws BeanCreationException {
		if (Thread.currentThread() != this.seesOnlyLiving) {
			return super.createBean(beanName, definition, args);
		}
		this.creating++;
		try {
			return super.createBean(beanName, definition, args);
		}
		finally {
			this.creating--;
		}
	}

	@Override
	public String[] getBeanNamesForType(@Nullable Class<?> type, boolean includeNonSingletons, boolean allowEagerInit) {
		return visible(type, super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit));
	}

	@Override
	public String[] getBeanNamesForType(ResolvableType type, boolean includeNonSingletons, boolean allowEagerInit) {
		return visible(type.resolve(), super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit));
	}

	private String[] visible(@Nullable Class<?> type, String[] names) {
		if (type != null && type.getName().equals(RUNNER)) {
			return new String[0];
		}
		boolean onlyLiving = Thread.currentThread() == this.seesOnlyLiving && this.creating == 0;
		return (onlyLiving || (type != null && BROUGHT_TO_LIFE.contains(type)))
				? Stream.of(names).filter(this::isAlive).toArray(String[]::new) : names;
	}

	private boolean isAlive(String name) {
		return containsSingleton(BeanFactoryUtils.transformedBeanName(name));
	}

}
