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
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

import io.appinfra.net.Role;

/**
 * Creates the tickers of a worker, what they need, and what is to be included, and
 * nothing else of the application. Where the framework looks for beans to bring to life
 * (listeners, lifecycle beans, runners, …), it is shown those alone.
 */
@SuppressWarnings("serial")
final class WorkerBeanFactory extends DefaultListableBeanFactory {

	private final NeededBeans needed = new NeededBeans(this, this::complete);

	private final LateStart lateStart = new LateStart(this, this::isStarted);

	private final VisibleBeans visible = new VisibleBeans(this);

	private final Function<ListableBeanFactory, Map<String, String>> tickers;

	private @Nullable Unshared unshared;

	private volatile @Nullable SmartFactories smartFactories;

	private @Nullable Environment environment;

	private @Nullable EventListeners eventListeners;

	private volatile Set<String> included = Set.of();

	private volatile boolean begun;

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
		this.included = new IncludedBeans(this, this.environment).names();
		EmbeddedServers.detach(this).forEach(this::clearMergedBeanDefinition);
		this.begun = true;
		this.smartFactories = new SmartFactories(this, super.getBeanNamesForType(SmartFactoryBean.class, false, false));
		Map<String, String> tickers = this.tickers.apply(this);
		this.unshared = new Unshared(this, tickers, this.environment.getProperty(Role.WORKER_NAME_PROPERTY, ""));
		tickers.keySet().stream().filter(this::isSingleton).forEach(this::getBean);
		this.included.stream().filter(this::isEager).forEach(this::getBean);
		complete(this.needed.beLate());
		callBackAll(MessageEndpoints::areMadeBy, SmartInitializingSingleton::afterSingletonsInstantiated);
		if (!this.included.isEmpty()) {
			callBackAll(OtherWork::isCollectedBy,
					(collector) -> this.visible.showOnlyLiving(collector::afterSingletonsInstantiated));
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
		AttachedBeans.of(this, ordered).forEach(this::getBean);
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

	@Override
	protected <T> T doGetBean(String name, @Nullable Class<T> requiredType, @Nullable Object @Nullable [] args,
			boolean typeCheckOnly) {
		if (!this.begun || typeCheckOnly) {
			return super.doGetBean(name, requiredType, args, typeCheckOnly);
		}
		return this.needed.ask(transformedBeanName(name),
				() -> super.doGetBean(name, requiredType, args, typeCheckOnly));
	}

	@Override
	protected Object createBean(String beanName, RootBeanDefinition definition, @Nullable Object @Nullable [] args)
			throws BeanCreationException {
		return this.visible.whileCreating(() -> super.createBean(beanName, definition, args));
	}

	@Override
	protected void invokeInitMethods(String beanName, Object bean, @Nullable RootBeanDefinition definition)
			throws Throwable {
		if (!isIncluded(beanName)) {
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
			if (isIncluded(beanName) || !OtherWork.isCollectedBy(processor)) {
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
		bringToLife(type, allowEagerInit);
		return this.visible.among(type, super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit));
	}

	@Override
	public String[] getBeanNamesForType(ResolvableType type, boolean includeNonSingletons, boolean allowEagerInit) {
		Class<?> resolved = type.resolve();
		bringToLife(resolved, allowEagerInit);
		return this.visible.among(resolved, super.getBeanNamesForType(type, includeNonSingletons, allowEagerInit));
	}

	private void bringToLife(@Nullable Class<?> type, boolean allowEagerInit) {
		SmartFactories factories = this.smartFactories;
		if (factories != null && allowEagerInit) {
			factories.bringToLife(type);
		}
	}

	/**
	 * Return the names of all beans that listen to events, whether they live or not.
	 * @return the names
	 */
	Stream<String> applicationListeners() {
		return Stream.of(super.getBeanNamesForType(ApplicationListener.class, true, false));
	}

	VisibleBeans visible() {
		return this.visible;
	}

	/**
	 * Return whether a bean can be created, in this context.
	 * @param name the name of the bean
	 * @return whether its definition is here and not abstract
	 */
	boolean isDefined(String name) {
		return containsBeanDefinition(name) && !getMergedBeanDefinition(name).isAbstract();
	}

	/**
	 * Return whether a bean has come to life: it was created since it is needed, or was
	 * given to the context.
	 * @param name the name of the bean
	 * @return whether it has
	 */
	boolean lives(String name) {
		return isGiven(name) || (containsSingleton(name) && this.needed.contain(name));
	}

	private boolean isGiven(String name) {
		return containsSingleton(name) && !containsBeanDefinition(name);
	}

	/**
	 * Return whether a lifecycle bean is to be started.
	 * @param name the name of the bean
	 * @return whether it lives, and does not begin what the web process does
	 */
	boolean isStarted(String name) {
		return lives(name) && (isIncluded(name) || !OtherWork.isStartOf(getSingleton(name)));
	}

	/**
	 * Return the names of the beans that are there although no ticker needs them.
	 * @return the names
	 */
	Set<String> included() {
		return this.included;
	}

	boolean isIncluded(String name) {
		return this.included.contains(name);
	}

}
