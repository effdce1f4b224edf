package io.appinfra.net.worker.context;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.util.Assert;

import io.appinfra.net.Role;

/**
 * Creates the tickers of a worker, what they need, and what is there on purpose, and
 * nothing else of the application. Where the framework looks for beans to bring to life
 * (listeners, lifecycle beans, runners, …), it is shown those alone.
 */
@SuppressWarnings("serial")
final class WorkerBeanFactory extends DefaultListableBeanFactory {

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

	private final Needs needs = new Needs(this, this::complete);

	private final LateStart lateStart = new LateStart(this, this::isStarted);

	private final ThreadLocal<@Nullable String> shown = new ThreadLocal<>();

	private final Function<ListableBeanFactory, Map<String, String>> tickers;

	private @Nullable Unshared unshared;

	private @Nullable Environment environment;

	private @Nullable EventListeners eventListeners;

	private volatile Set<String> onPurpose = Set.of();

	private volatile boolean begun;

	private @Nullable Thread seesOnlyLiving;

	private int creating;

	/**
	 * Create a bean factory.
	 * @param tickers returns the names of the worker's tickers by those of their beans
	 */
	WorkerBeanFactory(Function<ListableBeanFactory, Map<String, String>> tickers) {
		this.tickers = tickers;
	}

	/**
	 * Set what the factory needs of its context, before it creates beans.
	 * @param environment the environment
	 * @param eventListeners the listeners of the context
	 */
	void prepare(Environment environment, EventListeners eventListeners) {
		this.environment = environment;
		this.eventListeners = eventListeners;
	}

	/**
	 * Return whether the infrastructure is there, so that beans are created for tickers.
	 * @return whether it is there
	 */
	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Start lifecycle beans from now on when they come to life.
	 */
	void started() {
		this.lateStart.begin();
	}

	@Override
	public void preInstantiateSingletons() {
		Assert.state(this.environment != null, "The context has to prepare its bean factory");
		this.onPurpose = new OnPurpose(this, this.environment).names();
		EmbeddedServers.detach(this).forEach(this::clearMergedBeanDefinition);
		this.begun = true;
		Map<String, String> tickers = this.tickers.apply(this);
		this.unshared = new Unshared(this, tickers, this.environment.getProperty(Role.WORKER_NAME_PROPERTY, ""));
		tickers.keySet().stream().filter(this::isSingleton).forEach(this::getBean);
		this.onPurpose.stream().filter(this::isEager).forEach(this::getBean);
		complete(this.needs.beLate());
		callBackAll(MessageEndpoints::areMadeBy, SmartInitializingSingleton::afterSingletonsInstantiated);
		if (!this.onPurpose.isEmpty()) {
			callBackAll(OtherWork::isCollectedBy, this::callBackCollector);
		}
	}

	private void callBackAll(Predicate<Object> filter, Consumer<SmartInitializingSingleton> callBack) {
		Stream.of(getSingletonNames())
			.filter(this::isDefined)
			.map(this::getSingleton)
			.filter(filter)
			.filter(SmartInitializingSingleton.class::isInstance)
			.forEach((singleton) -> callBack.accept((SmartInitializingSingleton) singleton));
	}

	private boolean isEager(String name) {
		return isSingleton(name) && !(isDefined(name) && getMergedBeanDefinition(name).isLazyInit());
	}

	/**
	 * Give to beans what the context gives to all that have been created.
	 */
	private void complete(Set<String> names) {
		Assert.state(this.eventListeners != null, "The context has to prepare its bean factory");
		List<String> ordered = Stream.of(getSingletonNames())
			.filter((name) -> names.contains(name) || isGiven(name))
			.toList();
		OutsideChanges.of(this, ordered).forEach(this::getBean);
		ordered.forEach(this.eventListeners::register);
		ordered.stream().filter(this::isDefined).forEach(this::callBack);
		this.lateStart.start(ordered);
		if (this.unshared != null) {
			this.unshared.warnOf(ordered);
		}
	}

	private void callBack(String name) {
		if (getSingleton(name) instanceof SmartInitializingSingleton singleton
				&& !(singleton instanceof BeanPostProcessor || OtherWork.isOfContext(singleton))) {
			singleton.afterSingletonsInstantiated();
		}
	}

	/**
	 * Post-processors take this call to look for what configures them and for what they
	 * are to run.
	 */
	private void callBackCollector(SmartInitializingSingleton collector) {
		this.seesOnlyLiving = Thread.currentThread();
		try {
			collector.afterSingletonsInstantiated();
		}
		finally {
			this.seesOnlyLiving = null;
		}
	}

	@Override
	protected <T> T doGetBean(String name, @Nullable Class<T> requiredType, @Nullable Object @Nullable [] args,
			boolean typeCheckOnly) {
		if (!this.begun || typeCheckOnly) {
			return super.doGetBean(name, requiredType, args, typeCheckOnly);
		}
		return this.needs.ask(transformedBeanName(name),
				() -> super.doGetBean(name, requiredType, args, typeCheckOnly));
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
	protected void invokeInitMethods(String beanName, Object bean, @Nullable RootBeanDefinition definition)
			throws Throwable {
		if (!isOnPurpose(beanName)) {
			if (Stores.isInitializer(bean) || OtherWork.isInitOf(bean)) {
				return;
			}
			Stores.leaveAsTheyAre(bean);
		}
		super.invokeInitMethods(beanName, bean, definition);
	}

	@Override
	protected boolean requiresDestruction(Object bean, RootBeanDefinition definition) {
		return !Stores.isInitializer(bean) && super.requiresDestruction(bean, definition);
	}

	@Override
	@SuppressWarnings("deprecation")
	public Object applyBeanPostProcessorsAfterInitialization(Object existingBean, String beanName) {
		Object result = existingBean;
		for (BeanPostProcessor processor : getBeanPostProcessors()) {
			if (isOnPurpose(beanName) || !OtherWork.isCollectedBy(processor)) {
				Object current = processor.postProcessAfterInitialization(result, beanName);
				if (current == null) {
					return result;
				}
				result = current;
			}
		}
		return result;
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
		if (type == null) {
			return names;
		}
		String shown = this.shown.get();
		if (shown != null && type == Object.class) {
			return new String[] { shown };
		}
		if (type.getName().equals(RUNNER)) {
			return new String[0];
		}
		if (STARTED.contains(type)) {
			return only(names, this::isStarted);
		}
		if (BROUGHT_TO_LIFE.contains(type) || type.getName().equals(CONTAINER)) {
			return only(names, this::lives);
		}
		boolean onlyLiving = Thread.currentThread() == this.seesOnlyLiving && this.creating == 0;
		if (type == SchedulingConfigurer.class || (onlyLiving && type.getSimpleName().endsWith("Configurer"))) {
			return only(names, this::isOnPurpose);
		}
		return onlyLiving ? only(names, this::containsSingleton) : names;
	}

	private static String[] only(String[] names, Predicate<String> filter) {
		return Stream.of(names)
			.filter((name) -> filter.test(BeanFactoryUtils.transformedBeanName(name)))
			.toArray(String[]::new);
	}

	/**
	 * Return the names of all beans that listen to events, whether they live or not.
	 * @return the names
	 */
	Stream<String> applicationListeners() {
		return Stream.of(super.getBeanNamesForType(ApplicationListener.class, true, false));
	}

	/**
	 * Let this thread see no other bean where the framework looks for listener methods.
	 * @param name the name of the bean
	 * @param action what looks for them
	 */
	void showOnly(String name, Runnable action) {
		String outer = this.shown.get();
		this.shown.set(name);
		try {
			action.run();
		}
		finally {
			this.shown.set(outer);
		}
	}

	boolean isDefined(String name) {
		return containsBeanDefinition(name) && !getMergedBeanDefinition(name).isAbstract();
	}

	private boolean isGiven(String name) {
		return containsSingleton(name) && !containsBeanDefinition(name);
	}

	private boolean lives(String name) {
		return isGiven(name) || (containsSingleton(name) && this.needs.include(name));
	}

	private boolean isStarted(String name) {
		return lives(name) && (isOnPurpose(name) || !OtherWork.isStartOf(getSingleton(name)));
	}

	/**
	 * Return the names of the beans that are there although no ticker needs them.
	 * @return the names
	 */
	Set<String> onPurpose() {
		return this.onPurpose;
	}

	private boolean isOnPurpose(String name) {
		return this.onPurpose.contains(name);
	}

}
