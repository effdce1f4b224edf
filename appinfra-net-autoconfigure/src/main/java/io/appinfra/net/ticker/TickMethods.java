package io.appinfra.net.ticker;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds methods with {@link Tick} in the classes of beans, as far as these are known
 * without creating them. On a {@code @Bean} method the annotation is about the bean.
 */
final class TickMethods {

	private static final Log logger = LogFactory.getLog(TickMethods.class);

	private static final String SPRING = "org.springframework.";

	private final ConfigurableListableBeanFactory beanFactory;

	TickMethods(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find the methods of a bean.
	 * @param bean the name of the bean
	 * @return the annotations by their methods
	 */
	Map<Method, Tick> of(String bean) {
		try {
			Class<?> type = type(bean);
			return (type != null && isCandidate(type)) ? methods(type) : Map.of();
		}
		catch (Throwable ex) {
			logger.debug("Bean '%s' has a class that cannot be searched for @Tick".formatted(bean), ex);
			return Map.of();
		}
	}

	private @Nullable Class<?> type(String bean) {
		String scoped = ScopedProxyUtils.getTargetBeanName(bean);
		String target = this.beanFactory.containsBeanDefinition(scoped) ? scoped : bean;
		if (this.beanFactory.isFactoryBean(target)) {
			return null;
		}
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, target);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private boolean isCandidate(Class<?> type) {
		return !type.getName().startsWith(SPRING) && AnnotationUtils.isCandidateClass(type, Tick.class);
	}

	private Map<Method, Tick> methods(Class<?> type) {
		Map<Method, Tick> methods = new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
		methods.putAll(MethodIntrospector.selectMethods(type, this::tick));
		return methods;
	}

	private @Nullable Tick tick(Method method) {
		Tick tick = AnnotatedElementUtils.findMergedAnnotation(method, Tick.class);
		return (tick != null && !AnnotatedElementUtils.hasAnnotation(method, Bean.class)) ? tick : null;
	}

}
