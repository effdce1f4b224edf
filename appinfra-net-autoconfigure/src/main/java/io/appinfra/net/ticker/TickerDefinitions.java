package io.appinfra.net.ticker;

import java.lang.reflect.Method;
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
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Finds the tickers that the application declares, without creating them.
 */
public final class TickerDefinitions {

	private final ConfigurableListableBeanFactory beanFactory;

	private final TickerOverrides.Source overrides;

	private final List<String> problems = new ArrayList<>();

	private final Map<String, TickerDefinition> definitions = new TreeMap<>();

	private TickerDefinitions(ConfigurableListableBeanFactory beanFactory, TickerOverrides.Source overrides) {
		this.beanFactory = beanFactory;
		this.overrides = overrides;
	}

	/**
	 * Find the tickers of a bean factory.
	 * @param beanFactory the bean factory
	 * @param overrides the properties of tickers
	 * @return the tickers
	 * @throws FailureAnalyzedException if the configuration of a ticker is wrong; it
	 * tells all that is wrong with all of them
	 */
	public static TickerDefinitions find(ConfigurableListableBeanFactory beanFactory,
			TickerOverrides.Source overrides) {
		TickerDefinitions definitions = new TickerDefinitions(beanFactory, overrides);
		definitions.findAll();
		return definitions;
	}

	/**
	 * Return the tickers that match.
	 * @param filter what they have to match
	 * @return the tickers, ordered by name
	 */
	public Collection<TickerDefinition> matching(Predicate<TickerDefinition> filter) {
		return this.definitions.values().stream().filter(filter).toList();
	}

	private void findAll() {
		for (String bean : this.beanFactory.getBeanNamesForType(Ticker.class, true, false)) {
			if (!ScopedProxyUtils.isScopedTarget(bean)) {
				define(bean, bean, null, this.beanFactory.findAnnotationOnBean(bean, Tick.class, false));
			}
		}
		TickMethods methods = new TickMethods(this.beanFactory);
		for (String bean : this.beanFactory.getBeanDefinitionNames()) {
			if (!ScopedProxyUtils.isScopedTarget(bean)) {
				findIn(bean, methods);
			}
		}
		this.overrides.findUnknown(Collections.unmodifiableSet(this.definitions.keySet()), this.problems::add);
		if (!this.problems.isEmpty()) {
			throw new FailureAnalyzedException(
					"The configuration of tickers is wrong:\n\n    - " + String.join("\n    - ", this.problems),
					"Correct the @Tick annotation or the properties under 'appinfra.net.tickers' of each ticker named above.");
		}
	}

	private void findIn(String bean, TickMethods methods) {
		methods.of(bean).forEach((method, tick) -> {
			String name = bean + "." + method.getName();
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
		TickAttributes attributes = (tick != null) ? TickAttributes.read(tick, this.beanFactory, problems)
				: TickAttributes.NONE;
		TickerSettings settings = new TickerSettingsReader(name, tick, attributes, this.overrides.get(name, problems),
				problems)
			.read();
		this.definitions.put(name, new TickerDefinition(name, bean, method, settings));
	}

	private void problem(String ticker, String problem) {
		this.problems.add("Ticker '%s' %s".formatted(ticker, problem));
	}

}
