package io.appinfra.net.worker.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListenerMethodProcessor;

/**
 * The methods of beans that listen to events. The framework looks for them, and is shown
 * one bean at a time; it adds what it finds to the context, which hands it over. Safe for
 * use by many threads.
 */
final class ListenerMethods {

	private final ThreadLocal<@Nullable List<ApplicationListener<?>>> found = new ThreadLocal<>();

	private final Map<String, List<ApplicationListener<?>>> known = new ConcurrentHashMap<>();

	private final WorkerBeanFactory beans;

	ListenerMethods(WorkerBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Return the methods of a bean, each as a listener, whether the bean lives or not.
	 * @param bean the name of the bean
	 * @return the listeners, the same ones each time
	 */
	List<ApplicationListener<?>> of(String bean) {
		List<ApplicationListener<?>> methods = this.known.get(bean);
		if (methods == null) {
			this.known.putIfAbsent(bean, find(bean));
			methods = this.known.get(bean);
		}
		return methods;
	}

	private List<ApplicationListener<?>> find(String bean) {
		List<ApplicationListener<?>> outer = this.found.get();
		List<ApplicationListener<?>> found = new ArrayList<>();
		if (this.beans.isDefined(bean) && this.beans.getType(bean, false) != null) {
			this.found.set(found);
			try {
				this.beans.visible()
					.showOnly(bean,
							() -> this.beans.getBeanProvider(EventListenerMethodProcessor.class)
								.stream()
								.forEach(EventListenerMethodProcessor::afterSingletonsInstantiated));
			}
			finally {
				this.found.set(outer);
			}
		}
		return List.copyOf(found);
	}

	/**
	 * Take a listener that is added to the context, if this looks for some in the current
	 * thread.
	 * @param listener the listener
	 * @return whether it was taken
	 */
	boolean take(ApplicationListener<?> listener) {
		List<ApplicationListener<?>> found = this.found.get();
		return found != null && found.add(listener);
	}

}
