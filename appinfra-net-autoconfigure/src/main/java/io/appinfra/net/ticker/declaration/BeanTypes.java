package io.appinfra.net.ticker.declaration;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The types that beans are declared with, whether they have been created or not: so each
 * process finds the same tickers.
 */
final class BeanTypes {

	private final ConfigurableListableBeanFactory beanFactory;

	BeanTypes(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the declared type of a bean.
	 * @param bean the name of the bean
	 * @return its type, or that of the target of a scoped proxy; {@code null} if it is
	 * not known, or that of the product of a factory bean
	 */
	@Nullable Class<?> declared(String bean) {
		if (!this.beanFactory.containsBeanDefinition(bean)) {
			return this.beanFactory.getType(bean, false);
		}
		String scoped = ScopedProxyUtils.getTargetBeanName(bean);
		String target = this.beanFactory.containsBeanDefinition(scoped) ? scoped : bean;
		if (this.beanFactory.isFactoryBean(target)) {
			return null;
		}
		Class<?> known = this.beanFactory.getType(target, false);
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(target);
		Class<?> declared = definition.getResolvableType().resolve();
		Class<?> type = (declared != null) ? declared : known;
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

}
