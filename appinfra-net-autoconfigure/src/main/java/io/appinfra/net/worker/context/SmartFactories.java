package io.appinfra.net.worker.context;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;

/**
 * Factories whose bean can be had as several types, such as the entity manager beside the
 * factory of entity managers. As which ones, only a living factory knows. An application
 * brings those of JPA to life before all other beans; a worker does so once one of the
 * types is asked for.
 */
final class SmartFactories {

	private final WorkerBeanFactory beans;

	private final List<SmartFactory> factories = new ArrayList<>();

	/**
	 * Create them.
	 * @param beans the beans
	 * @param names the names of factories that can have several types
	 */
	SmartFactories(WorkerBeanFactory beans, String[] names) {
		this.beans = beans;
		Stream.of(names).map(BeanFactoryUtils::transformedBeanName).filter(this::isSingleton).forEach((name) -> {
			Class<?> type = beans.getType(name, false);
			if (type != null) {
				this.factories.add(new SmartFactory(name, type));
			}
		});
	}

	/**
	 * Return whether there is one factory of a name, which does not have to live for it.
	 */
	private boolean isSingleton(String name) {
		return this.beans.isDefined(name) && this.beans.getMergedBeanDefinition(name).isSingleton();
	}

	/**
	 * Bring to life what may be had as a type: factories of what is in the same package
	 * as the type, or as an interface that it extends.
	 * @param type the type that is asked for, {@code null} if it is not known
	 */
	void bringToLife(@Nullable Class<?> type) {
		if (type != null) {
			this.factories.stream()
				.filter((factory) -> factory.mayMake(type))
				.filter((factory) -> !this.beans.containsSingleton(factory.name()))
				.filter((factory) -> !this.beans.isCurrentlyInCreation(factory.name()))
				.forEach((factory) -> this.beans.getBean(BeanFactory.FACTORY_BEAN_PREFIX + factory.name()));
		}
	}

	/**
	 * A factory.
	 *
	 * @param name the name of its bean
	 * @param type the type that its bean is known to have
	 */
	private record SmartFactory(String name, Class<?> type) {

		boolean mayMake(Class<?> wanted) {
			return !wanted.isAssignableFrom(this.type) && isRelated(wanted);
		}

		private boolean isRelated(Class<?> wanted) {
			return wanted.getPackageName().equals(this.type.getPackageName())
					|| wanted.isInterface() && Stream.of(wanted.getInterfaces()).anyMatch(this::isRelated);
		}

	}

}
