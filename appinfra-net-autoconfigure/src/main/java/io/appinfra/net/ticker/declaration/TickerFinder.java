package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.appinfra.net.ticker.Tick;
import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;
import io.appinfra.net.ticker.TickerSettings;

/**
 * Finds the tickers that the application declares, without creating them.
 */
final class TickerFinder {

	private final ConfigurableListableBeanFactory beanFactory;

	private final TickerDeclaration.Source properties;

	private final Predicate<String> workers;

	private final ZoneId zone;

	private final TickerProblems problems = new TickerProblems();

	private final Map<String, TickerDefinition> definitions = new TreeMap<>();

	TickerFinder(ConfigurableListableBeanFactory beanFactory, TickerDeclaration.Source properties,
			Predicate<String> workers, ZoneId zone) {
		this.beanFactory = beanFactory;
		this.properties = properties;
		this.workers = workers;
		this.zone = zone;
	}

	/**
	 * Find the tickers.
	 * @return the tickers by their names, in alphabetical order
	 * @throws FailureAnalyzedException if the configuration of a ticker is wrong
	 */
	Map<String, TickerDefinition> find() {
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
		this.problems.throwIfAny();
		return this.definitions;
	}

	private void checkSynchronous(String name, @Nullable Class<?> type, @Nullable Method method) {
		if (AsynchronousMethods.isDeclared(type, method)) {
			this.problems.add(name, AsynchronousMethods.PROBLEM);
		}
	}

	private void findIn(String bean, @Nullable Class<?> type) {
		TickMethods.of(type).forEach((method, tick) -> {
			String name = bean + "." + method.getName();
			checkSynchronous(name, type, method);
			String problem = MethodTicker.problem(method);
			if (problem != null) {
				this.problems.add(name, problem);
			}
			if (this.definitions.containsKey(name)) {
				this.problems.add(name, "is there twice: give one of the methods with @Tick another name");
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
		Consumer<String> problems = (problem) -> this.problems.add(name, problem);
		TickerDeclaration annotation = (tick != null) ? TickAnnotationReader.read(tick, this.beanFactory, problems)
				: TickerDeclaration.NONE;
		TickerSettings settings = new TickerSettingsResolver(name, this.properties.get(name, problems), annotation,
				this.properties.defaults().orElse(TickerDeclaration.of(this.zone)), problems)
			.resolve();
		this.definitions.put(name, new TickerDefinition(name, bean, method,
				this.workers.test(settings.worker()) ? settings : settings.inProcess()));
	}

}
