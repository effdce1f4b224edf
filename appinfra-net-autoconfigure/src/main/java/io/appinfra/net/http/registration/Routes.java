package io.appinfra.net.http.registration;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.appinfra.net.http.Route;

/**
 * The {@link Route}s of beans.
 */
final class Routes {

	private final ConfigurableListableBeanFactory beanFactory;

	Routes(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the paths of the bean's route, none if it has no route.
	 */
	Set<String> of(String name) {
		Set<String> paths = new LinkedHashSet<>();
		String targetName = ScopedProxyUtils.getTargetBeanName(name);
		String annotatedName = this.beanFactory.containsBeanDefinition(targetName) ? targetName : name;
		Route route = this.beanFactory.findAnnotationOnBean(annotatedName, Route.class, false);
		if (route != null) {
			for (String path : route.value()) {
				paths.add(String.valueOf(this.beanFactory.resolveEmbeddedValue(path)));
			}
		}
		return paths;
	}

}
