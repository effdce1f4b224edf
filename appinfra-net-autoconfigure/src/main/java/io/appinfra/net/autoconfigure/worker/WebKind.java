package io.appinfra.net.autoconfigure.worker;

import java.util.Map;

import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import io.appinfra.net.Role;

/**
 * What kind of web application the application is, since its workers have to be the same.
 */
final class WebKind {

	private static final boolean servletsPresent = ClassUtils.isPresent("jakarta.servlet.ServletContext",
			WebKind.class.getClassLoader());

	private WebKind() {
	}

	/**
	 * Return what workers are sent of it.
	 * @param context the context of the web process
	 * @return the property, none for what is no web application
	 */
	static Map<String, String> properties(ConfigurableApplicationContext context) {
		if (context instanceof ReactiveWebApplicationContext) {
			return Map.of(Role.REACTIVE_PROPERTY, "true");
		}
		return servletsPresent ? Servlets.properties(context.getBeanFactory()) : Map.of();
	}

	/**
	 * Keeps the classes of the web apart.
	 */
	private static final class Servlets {

		static Map<String, String> properties(SingletonBeanRegistry beans) {
			return (beans.getSingleton("servletContext") instanceof ServletContext context)
					? Map.of(Role.CONTEXT_PATH_PROPERTY, context.getContextPath()) : Map.of();
		}

	}

}
