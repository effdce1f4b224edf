package io.appinfra.net.worker.context;

import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/**
 * The beans of a worker that the framework sees where it looks for some by their type:
 * what it would bring to life or start is limited to what lives or may be started. Safe
 * for use by many threads.
 */
final class VisibleBeans {

	/**
	 * What the framework looks for by type to bring it to life, and what nobody injects.
	 */
	private static final Set<Class<?>> BROUGHT_TO_LIFE = Set.of(ApplicationListener.class,
			SmartInitializingSingleton.class, BeanFactoryInitializer.class, LoadTimeWeaverAware.class);

	private static final Set<Class<?>> STARTED = Set.of(Lifecycle.class, SmartLifecycle.class);

	/**
	 * What does not run in a worker even if a ticker needs it.
	 */
	private static final String RUNNER = "org.springframework.boot.Runner";

	/**
	 * What the framework starts as soon as beans are created, in tests.
	 */
	private static final String CONTAINER = "org.testcontainers.lifecycle.Startable";

	private final ThreadLocal<@Nullable String> only = new ThreadLocal<>();

	private final WorkerBeanFactory beans;

	private volatile @Nullable Thread seesOnlyLiving;

	/**
	 * How many beans that thread is creating, each for the one before.
	 */
	private int creating;

	VisibleBeans(WorkerBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Let this thread see no other bean where the framework looks for listener methods.
	 * @param name the name of the bean
	 * @param action what looks for them
	 */
	void showOnly(String name, Runnable action) {
		String outer = this.only.get();
		this.only.set(name);
		try {
			action.run();
		}
		finally {
			this.only.set(outer);
		}
	}

	/**
	 * Let this thread see beans alone that live, where post-processors look for what
	 * configures them and for what they are to run.
	 * @param action what looks for them
	 */
	void showOnlyLiving(Runnable action) {
		this.seesOnlyLiving = Thread.currentThread();
		try {
			action.run();
		}
		finally {
			this.seesOnlyLiving = null;
		}
	}

	/**
	 * Create a bean, which sees what it depends on whether that lives or not.
	 * @param creation creates it
	 * @return the bean
	 */
	Object whileCreating(Supplier<Object> creation) {
		if (Thread.currentThread() != this.seesOnlyLiving) {
			return creation.get();
		}
		this.creating++;
		try {
			return creation.get();
		}
		finally {
			this.creating--;
		}
	}

	/**
	 * Return the beans of a type that are visible to this thread.
	 * @param type the type, {@code null} if it is not known
	 * @param names the names of all beans of that type
	 * @return the names of those that are visible
	 */
	String[] among(@Nullable Class<?> type, String[] names) {
		if (type == null) {
			return names;
		}
		String only = this.only.get();
		if (only != null && type == Object.class) {
			return new String[] { only };
		}
		if (type.getName().equals(RUNNER)) {
			return new String[0];
		}
		Predicate<String> filter = filter(type);
		return (filter != null) ? Stream.of(names)
			.filter((name) -> filter.test(BeanFactoryUtils.transformedBeanName(name)))
			.toArray(String[]::new) : names;
	}

	private @Nullable Predicate<String> filter(Class<?> type) {
		if (STARTED.contains(type)) {
			return this.beans::isStarted;
		}
		if (BROUGHT_TO_LIFE.contains(type) || type.getName().equals(CONTAINER)) {
			return this.beans::lives;
		}
		boolean onlyLiving = Thread.currentThread() == this.seesOnlyLiving && this.creating == 0;
		if (type == SchedulingConfigurer.class || (onlyLiving && type.getSimpleName().endsWith("Configurer"))) {
			return this.beans::isIncluded;
		}
		return onlyLiving ? this.beans::containsSingleton : null;
	}

}
