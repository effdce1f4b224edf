package io.appinfra.net.ticker.declaration;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.appinfra.net.ticker.Ticker;

/**
 * The beans that are declared to tick, whether anything lets them or not.
 */
public final class TickerBeans {

	private TickerBeans() {
	}

	/**
	 * Return the names of the beans of a factory that are tickers or have methods that
	 * are.
	 * @param beanFactory the factory, whose ancestors do not count
	 * @return the names
	 */
	public static List<String> names(ConfigurableListableBeanFactory beanFactory) {
		BeanTypes types = new BeanTypes(beanFactory);
		return Stream
			.concat(Stream.of(beanFactory.getBeanNamesForType(Ticker.class, true, false)),
					Stream.of(beanFactory.getBeanDefinitionNames())
						.filter((bean) -> !TickMethods.of(types.declared(bean)).isEmpty()))
			.filter((bean) -> !ScopedProxyUtils.isScopedTarget(bean))
			.distinct()
			.toList();
	}

}
