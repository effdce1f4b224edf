package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSettings;

/**
 * The tickers that the application declares, found without creating them. Safe for use by
 * many threads once they have been found.
 */
public final class TickerDefinitions implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final TickerDeclaration.Source properties;

	private final Predicate<String> workers;

	private final ZoneId zone;

	private final List<String> problems = new ArrayList<>();

	private final Map<String, TickerDefinition> definitions = new TreeMap<>();

	private TickerDefinitions(ConfigurableListableBeanFactory beanFactory, TickerDeclaration.Source properties,
			Predicate<String> workers, ZoneId zone) {
		this.beanFactory = beanFactory;
		this.properties = properties;
		this.workers = workers;
		this.zone = zone;
	}

	/**
	 * Find the tickers of a bean factory.
	 * @param beanFactory the bean factory
	 * @param properties the properties of tickers
	 * @param workers tests whether there is a worker of a name; the tickers of others run
	 * in-process
	 * @param zone the time zone of cron expressions that name none
	 * @return the tickers
	 * @throws FailureAnalyzedException if the configuration of a ticker is wrong; it
	 * names all that is wrong with all of them
	 */
	public static TickerDefinitions find(ConfigurableListableBeanFactory beanFactory,
			TickerDeclaration.Source properties, Predicate<String> workers, ZoneId zone) {
		TickerDefinitions definitions = new TickerDefinitions(beanFactory, properties, workers, zone);
		definitions.findAll();
		return definitions;
	}

	/**
	 * Return the time zone of cron expressions that name none.
	 * @return the time zone
	 */
	public ZoneId zone() {
		return this.zone;
	}

	/**
	 * Return the tickers that match.
	 * @param filter what they have to match
	 * @return the tickers, ordered by name
	 */
	public Collection<TickerDefinition> matching(Predicate<TickerDefinition> filter) {
		return this.definitions.values().stream().filter(filter).toList();
	}

	/**
	 * Return a ticker, creating its bean if that does not exist yet.
	 * @param definition the ticker
	 * @return the ticker
	 * @throws org.springframework.beans.BeansException if the bean cannot be created
	 * @throws IllegalStateException if the method cannot be called through the bean's
	 * proxy, or is passed on by it
	 * @throws FailureAnalyzedException if the bean is {@code null}
	 */
	public Ticker ticker(TickerDefinition definition) {
		Object bean = this.beanFactory.getBean(definition.bean());
		if (bean.equals(null)) {
			throw new FailureAnalyzedException(
					"Ticker '%s' is null: so the @Bean method of '%s' has returned.".formatted(definition.name(),
							definition.bean()),
					"Return an object from the @Bean method of '%s', or leave the bean out with a condition."
						.formatted(definition.bean()));
		}
		Method method = definition.method();
		AsynchronousMethods.check(definition.name(), bean, method);
		return (method == null) ? (Ticker) bean : new MethodTicker(bean, method);
	}

	private void findAll() {
		BeanTypes types = new BeanTypes(this.beanFactory);
		for (String bean : this.beanFactory.getBeanNamesForType(Ticker.class, true, false)) {
			Class<?> type = types.declared(bean);
			boolean declared = type == null || Ticker.class.isAssignableFrom(type);
			if (declared && !ScopedProxyUtils.isScopedTarget(bean)) {
				checkSynchronous(bean, type, null);
				define(bean, bean, null, this.beanFactory.findAnnotationOnBean(bean, Tick.class, false));
			}
		}
		for (String bean : this.beanFactory.getBeanDefinitionNames()) {
			if (!ScopedProxyUtils.isScopedTarget(bean)) {
				findIn(bean, types.declared(bean));
			}
		}
		this.properties.findUnknown(Collections.unmodifiableSet(this.definitions.keySet()), this.problems::add);
		throwIfWrong();
	}

	/**
	 * Look at the beans as they are: one that turns out to tick, and is not declared so,
	 * would tick in one process and not in another.
	 * @throws FailureAnalyzedException if there is one
	 */
	@Override
	public void afterSingletonsInstantiated() {
		for (String bean : this.beanFactory.getBeanDefinitionNames()) {
			Object singleton = this.beanFactory.getSingleton(bean);
			if (singleton != null && !ScopedProxyUtils.isScopedTarget(bean)) {
				checkDeclared(bean, singleton);
			}
		}
		throwIfWrong();
	}

	private void checkDeclared(String bean, Object singleton) {
		boolean undeclared = singleton instanceof Ticker && !this.definitions.containsKey(bean);
		for (Method method : TickMethods.of(AopUtils.getTargetClass(singleton)).keySet()) {
			undeclared |= !this.definitions.containsKey(bean + "." + method.getName());
		}
		if (undeclared) {
			this.problems
				.add("Bean '%s' is a %s, which ticks, but is declared as something that does not: ".formatted(bean,
						AopUtils.getTargetClass(singleton).getName()) + "let its @Bean method return that class");
		}
	}

	private void throwIfWrong() {
		if (!this.problems.isEmpty()) {
			throw new FailureAnalyzedException(
					"The configuration of tickers is wrong:\n\n    - " + String.join("\n    - ", this.problems),
					"Correct the @Tick annotation or the properties under 'appinfra.net.tickers' of each ticker named above.");
		}
	}

	private void checkSynchronous(String name, @Nullable Class<?> type, @Nullable Method method) {
		if (AsynchronousMethods.isDeclared(type, method)) {
			problem(name, AsynchronousMethods.PROBLEM);
		}
	}

	private void findIn(String bean, @Nullable Class<?> type) {
		TickMethods.of(type).forEach((method, tick) -> {
			String name = bean + "." + method.getName();
			checkSynchronous(name, type, method);
			String problem = MethodTicker.problem(method);
			if (problem != null) {
				problem(name, problem);
			}
			if (this.definitions.containsKey(name)) {
				problem(name, "is there twice: give one of the methods with @Tick another name");
			}
			define(name, bean, method, tick);
		});
		boolean misplaced = !this.definitions.containsKey(bean)
				&& this.beanFactory.findAnnotationOnBean(bean, Tick.class, false) != null;
		if (misplaced) {
			this.problems
				.add("Bean '%s' has a @Tick, but is no Ticker: implement Ticker, or annotate one of its methods"
					.formatted(bean));
		}
	}

	private void define(String name, String bean, @Nullable Method method, @Nullable Tick tick) {
		Consumer<String> problems = (problem) -> problem(name, problem);
		TickerDeclaration annotation = (tick != null) ? TickAnnotationReader.read(tick, this.beanFactory, problems)
				: TickerDeclaration.NONE;
		TickerSettings settings = new TickerSettingsResolver(name, this.properties.get(name, problems), annotation,
				this.properties.defaults().orElse(TickerDeclaration.of(this.zone)), problems)
			.resolve();
		this.definitions.put(name, new TickerDefinition(name, bean, method,
				this.workers.test(settings.worker()) ? settings : settings.inProcess()));
	}

	private void problem(String ticker, String problem) {
		this.problems.add("Ticker '%s' %s".formatted(ticker, problem));
	}

}
