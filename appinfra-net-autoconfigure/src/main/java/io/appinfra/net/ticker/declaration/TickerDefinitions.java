package io.appinfra.net.ticker.declaration;

import java.lang.reflect.Method;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

import io.appinfra.net.ticker.Ticker;
import io.appinfra.net.ticker.TickerDefinition;

/**
 * The tickers that the application declares, found without creating them. Safe for use by
 * many threads once they have been found.
 */
public final class TickerDefinitions implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ZoneId zone;

	private final Map<String, TickerDefinition> definitions;

	private TickerDefinitions(ConfigurableListableBeanFactory beanFactory, ZoneId zone,
			Map<String, TickerDefinition> definitions) {
		this.beanFactory = beanFactory;
		this.zone = zone;
		this.definitions = definitions;
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
		return new TickerDefinitions(beanFactory, zone,
				new TickerFinder(beanFactory, properties, workers, zone).find());
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

	/**
	 * Look at the beans as they are: one that turns out to tick, and is not declared so,
	 * would tick in one process and not in another.
	 * @throws FailureAnalyzedException if there is one
	 */
	@Override
	public void afterSingletonsInstantiated() {
		TickerProblems problems = new TickerProblems();
		for (String bean : this.beanFactory.getBeanDefinitionNames()) {
			Object singleton = this.beanFactory.getSingleton(bean);
			if (singleton != null && !ScopedProxyUtils.isScopedTarget(bean)) {
				checkDeclared(bean, singleton, problems);
			}
		}
		problems.throwIfAny();
	}

	private void checkDeclared(String bean, Object singleton, TickerProblems problems) {
		boolean undeclared = singleton instanceof Ticker && !this.definitions.containsKey(bean);
		for (Method method : TickMethods.of(AopUtils.getTargetClass(singleton)).keySet()) {
			undeclared |= !this.definitions.containsKey(bean + "." + method.getName());
		}
		if (undeclared) {
			problems.add("Bean '%s' is a %s, which ticks, but is declared as something that does not: ".formatted(bean,
					AopUtils.getTargetClass(singleton).getName()) + "let its @Bean method return that class");
		}
	}

}
