package io.appinfra.net.http.servlet;

import java.util.HashSet;
import java.util.Set;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

import io.appinfra.net.http.registration.HandlerDefinition;
import io.appinfra.net.http.registration.HandlerProblems;
import io.appinfra.net.http.routing.PathPatterns;

/**
 * Registers the servlets of handlers with the container, each servlet mapping once.
 */
class HandlerServletRegistrations {

	private final ServletContext servletContext;

	private final @Nullable MultipartConfigElement multipartConfig;

	private final Set<String> mappings = new HashSet<>();

	private final HandlerProblems problems = new HandlerProblems();

	HandlerServletRegistrations(ServletContext servletContext, @Nullable MultipartConfigElement multipartConfig) {
		this.servletContext = servletContext;
		this.multipartConfig = multipartConfig;
	}

	void add(HandlerDefinition definition, Servlet servlet) {
		String name = definition.name();
		ServletRegistration.Dynamic registration = this.servletContext.addServlet(name, servlet);
		if (registration == null) {
			this.problems.add("There is a servlet of the name '%s' besides the handler.".formatted(name),
					"Give the bean of the handler '%s' another name.".formatted(name));
			return;
		}
		registration.setAsyncSupported(true);
		registration.setLoadOnStartup(1);
		if (this.multipartConfig != null) {
			registration.setMultipartConfig(this.multipartConfig);
		}
		for (PathPattern pattern : definition.patterns()) {
			map(name, pattern, registration);
		}
	}

	private void map(String name, PathPattern pattern, ServletRegistration registration) {
		String mapping = PathPatterns.servletMapping(pattern);
		if (this.mappings.add(mapping) && !registration.addMapping(mapping).isEmpty()) {
			this.problems.add("Path '%s' of handler '%s' needs the servlet mapping '%s', which another servlet has."
				.formatted(pattern, name, mapping), "Give '%s' or that servlet another path.".formatted(name));
		}
	}

	void throwIfAnyFailed() {
		this.problems.throwIfAny();
	}

}
