package io.appinfra.net.autoconfigure.worker;

import java.util.Map;

import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.util.ClassUtils;

import io.appinfra.net.Role;

/**
 * The context path of a web application, which its workers have to be ones as well.
 */
final class ServletContextPath {

	private static final boolean present = ClassUtils.isPresent("jakarta.servlet.ServletContext",
			ServletContextPath.class.getClassLoader());

	private ServletContextPath() {
	}

	/**
	 * Return what workers are sent of it.
	 * @param beans the beans of the web process
	 * @return the property, none outside of a servlet container
	 */
	static Map<String, String> properties(SingletonBeanRegistry beans) {
		return present ? Servlets.properties(beans) : Map.of();
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
