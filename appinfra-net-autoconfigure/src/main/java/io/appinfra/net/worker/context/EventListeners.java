package io.appinfra.net.worker.context;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * Lets what listens to an event follow from it: a listener comes to life when an event
 * that it listens to is published for the first time. Until then nothing is looked for.
 * The context's own events are for what lives already. Safe for use by many threads.
 */
final class EventListeners {

	private final Set<ResolvableType> followed = ConcurrentHashMap.newKeySet();

	private List<ApplicationListener<?>> ofApplication = List.of();

	private final WorkerBeanFactory beans;

	private final ListenerMethods methods;

	private final Consumer<ApplicationListener<?>> registrar;

	/**
	 * Create listeners.
	 * @param beans the beans of the worker
	 * @param methods the methods of the beans that listen
	 * @param registrar adds a listener to the context
	 */
	EventListeners(WorkerBeanFactory beans, ListenerMethods methods, Consumer<ApplicationListener<?>> registrar) {
		this.beans = beans;
		this.methods = methods;
		this.registrar = registrar;
	}

	/**
	 * Set the listeners that the context has before its beans.
	 * @param listeners the listeners of the application
	 */
	void startWith(Collection<ApplicationListener<?>> listeners) {
		this.ofApplication = List.copyOf(listeners);
	}

	/**
	 * Return whether an event says that the application has started, upon which its own
	 * work begins: a listener to it is a runner by another name.
	 * @param event the event
	 * @return whether it is one
	 */
	static boolean isOfStart(Object event) {
		return event instanceof ApplicationStartedEvent || event instanceof ApplicationReadyEvent;
	}

	/**
	 * Publish that the application has started to its own listeners, and to beans that
	 * are included on purpose. Beans that a ticker needs do not hear it.
	 * @param event the event
	 */
	void publishStart(SpringApplicationEvent event) {
		ResolvableType type = ResolvableType.forInstance(event);
		Stream<ApplicationListener<?>> included = this.beans.included().stream().flatMap(this::living);
		Stream.concat(this.ofApplication.stream(), included)
			.<GenericApplicationListener>map(EventListeners::generic)
			.filter((listener) -> listener.supportsEventType(type)
					&& listener.supportsSourceType(event.getSource().getClass()))
			.sorted(AnnotationAwareOrderComparator.INSTANCE)
			.forEach((listener) -> listener.onApplicationEvent(event));
	}

	private Stream<ApplicationListener<?>> living(String bean) {
		Object singleton = this.beans.getSingleton(bean);
		if (singleton == null) {
			return Stream.empty();
		}
		Stream<ApplicationListener<?>> methods = this.methods.of(bean).stream();
		return (singleton instanceof ApplicationListener<?> listener) ? Stream.concat(Stream.of(listener), methods)
				: methods;
	}

	/**
	 * Bring to life who listens to an event.
	 * @param event the event, which is about to be published
	 * @param typeHint its type, if it is known
	 */
	void bringToLife(Object event, @Nullable ResolvableType typeHint) {
		ResolvableType type = type(event, typeHint);
		if (event instanceof AvailabilityChangeEvent) {
			this.beans.applicationListeners().filter(this::keepsAvailability).forEach(this::bringListenerToLife);
		}
		boolean ofContext = event instanceof ApplicationContextEvent
				|| event.getClass().getName().startsWith("org.springframework.boot.");
		if (!ofContext && !this.followed.contains(type)) {
			this.beans.applicationListeners()
				.filter((name) -> mayListen(name, type))
				.forEach(this::bringListenerToLife);
			Stream.of(this.beans.getBeanDefinitionNames())
				.filter((name) -> listens(name, type))
				.forEach(this::bringMethodsToLife);
			this.followed.add(type);
		}
	}

	/**
	 * What the application answers about its availability, it has from such events alone.
	 */
	private boolean keepsAvailability(String bean) {
		Class<?> listener = this.beans.getType(bean, false);
		return listener != null && ApplicationAvailability.class.isAssignableFrom(listener);
	}

	private static ResolvableType type(Object event, @Nullable ResolvableType typeHint) {
		ResolvableType type = (typeHint != null) ? typeHint : ResolvableType.forInstance(event);
		return ApplicationEvent.class.isAssignableFrom(type.toClass()) ? type
				: ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, type);
	}

	/**
	 * Register what listens in a bean that lives, if anything does.
	 * @param bean the name of the bean
	 */
	void register(String bean) {
		living(bean).forEach(this.registrar);
	}

	private boolean listens(String bean, ResolvableType type) {
		return this.methods.of(bean).stream().anyMatch((listener) -> supports(listener, type));
	}

	private static boolean supports(ApplicationListener<?> listener, ResolvableType type) {
		return generic(listener).supportsEventType(type);
	}

	private static GenericApplicationListener generic(ApplicationListener<?> listener) {
		return (listener instanceof GenericApplicationListener already) ? already
				: new GenericApplicationListenerAdapter(listener);
	}

	/**
	 * Several threads may do this at the same time for the same bean: none of them goes
	 * on before the bean listens, and to register a listener twice has no effect.
	 */
	private void bringMethodsToLife(String bean) {
		if (this.beans.isSingleton(bean)) {
			this.beans.getBean(bean);
		}
		this.methods.of(bean).forEach(this.registrar);
	}

	private void bringListenerToLife(String bean) {
		if (this.beans.isSingleton(bean)) {
			this.registrar.accept(this.beans.getBean(bean, ApplicationListener.class));
		}
		else {
			this.beans
				.getBean(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
						ApplicationEventMulticaster.class)
				.addApplicationListenerBean(bean);
		}
	}

	/**
	 * Return whether a bean may listen to events of a type, as far as its definition
	 * says.
	 */
	private boolean mayListen(String bean, ResolvableType type) {
		Class<?> listener = this.beans.getType(bean, false);
		if (listener == null || SmartApplicationListener.class.isAssignableFrom(listener)
				|| GenericApplicationListener.class.isAssignableFrom(listener)) {
			return true;
		}
		return accepts(ResolvableType.forClass(listener), type) && accepts(declared(bean), type);
	}

	private ResolvableType declared(String bean) {
		try {
			return this.beans.getMergedBeanDefinition(bean).getResolvableType();
		}
		catch (NoSuchBeanDefinitionException ex) {
			return ResolvableType.NONE;
		}
	}

	private static boolean accepts(ResolvableType listener, ResolvableType type) {
		ResolvableType accepted = listener.as(ApplicationListener.class).getGeneric();
		return accepted == ResolvableType.NONE || accepted.resolve() == null || accepted.isAssignableFrom(type);
	}

}
