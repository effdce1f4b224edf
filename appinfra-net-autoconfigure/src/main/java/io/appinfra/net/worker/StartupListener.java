package io.appinfra.net.worker;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.ContextStartedEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.OrderUtils;

/**
 * A listener of the application that takes part in its start, as one that was added to
 * {@code SpringApplication}, and does not begin to work when it is ready: that is the web
 * process's part.
 */
final class StartupListener implements GenericApplicationListener, ApplicationContextAware {

	private static final Set<Class<?>> BEGIN_WORK = Set.of(ContextRefreshedEvent.class, ContextStartedEvent.class,
			ApplicationStartedEvent.class, ApplicationReadyEvent.class, AvailabilityChangeEvent.class);

	private final ApplicationListener<?> listener;

	private final GenericApplicationListenerAdapter adapter;

	private StartupListener(ApplicationListener<?> listener) {
		this.listener = listener;
		this.adapter = new GenericApplicationListenerAdapter(listener);
	}

	/**
	 * Return a listener for a worker.
	 * @param listener a listener of the application or of the framework
	 * @return the listener
	 */
	static ApplicationListener<?> adapt(ApplicationListener<?> listener) {
		boolean ofFramework = listener.getClass().getName().startsWith("org.springframework.");
		return ofFramework ? listener : new StartupListener(listener);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		this.adapter.onApplicationEvent(event);
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.toClass();
		return BEGIN_WORK.stream().noneMatch((begin) -> begin.isAssignableFrom(type))
				&& this.adapter.supportsEventType(eventType);
	}

	@Override
	public boolean supportsSourceType(@Nullable Class<?> sourceType) {
		return this.adapter.supportsSourceType(sourceType);
	}

	@Override
	public int getOrder() {
		return (this.listener instanceof Ordered ordered) ? ordered.getOrder()
				: OrderUtils.getOrder(this.listener.getClass(), LOWEST_PRECEDENCE);
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		if (this.listener instanceof ApplicationContextAware aware) {
			aware.setApplicationContext(context);
		}
	}

}
