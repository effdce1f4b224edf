package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

import io.appinfra.net.http.registration.HandlerDefinition;

/**
 * The servlets that are not those of handlers, such as {@code DispatcherServlet}. They
 * serve what reached the servlet of a handler only because its mapping is wider than its
 * pattern, as if that servlet were not there.
 */
final class OtherServlets {

	private static final String DISPATCHER_SERVLET = "dispatcherServlet";

	private final Collection<HandlerDefinition> handlers;

	private final Supplier<Map<String, String>> namesByPattern;

	private boolean filtersKept;

	/**
	 * Find the servlets once the first is needed, when all have been registered.
	 * @param servletContext the context in which they are registered
	 * @param handlers the handlers, whose servlets are left out
	 */
	OtherServlets(ServletContext servletContext, Collection<HandlerDefinition> handlers) {
		this.handlers = handlers;
		this.namesByPattern = SingletonSupplier.of(() -> namesByPattern(servletContext));
	}

	/**
	 * Keep filters that are mapped to servlets by their names around what is passed on.
	 * Called while the container starts, when filters have been registered.
	 */
	synchronized void keepFilters(ServletContext servletContext) {
		if (!this.filtersKept) {
			this.filtersKept = true;
			new NamedFilters(this.handlers).keep(servletContext);
		}
	}

	private Map<String, String> namesByPattern(ServletContext servletContext) {
		Set<String> ofHandlers = this.handlers.stream().map(HandlerDefinition::name).collect(Collectors.toSet());
		Map<String, String> names = new HashMap<>();
		servletContext.getServletRegistrations().forEach((name, servlet) -> {
			if (!ofHandlers.contains(name)) {
				servlet.getMappings().forEach((pattern) -> names.put(pattern, name));
			}
		});
		return names;
	}

	void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		DispatcherType type = request.getDispatcherType();
		ServletMapping mapping = find(path(request));
		RequestDispatcher dispatcher = (mapping != null)
				? request.getServletContext().getNamedDispatcher(mapping.servletName()) : null;
		if (dispatcher == null) {
			sendNotFound(type, response);
		}
		else if (type == DispatcherType.INCLUDE) {
			dispatcher.include(request, response);
		}
		else {
			dispatcher.forward(new RemappedRequest(request, mapping), response);
		}
	}

	private static String path(HttpServletRequest request) {
		boolean included = request.getDispatcherType() == DispatcherType.INCLUDE;
		String servletPath = included ? (String) request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH)
				: request.getServletPath();
		String pathInfo = included ? (String) request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO)
				: request.getPathInfo();
		String path = (pathInfo != null) ? servletPath + pathInfo : servletPath;
		return path.isEmpty() ? "/" : path;
	}

	@Nullable ServletMapping find(String path) {
		Map<String, String> names = this.namesByPattern.get();
		for (ServletMapping mapping : ServletMapping.candidates(path)) {
			String name = names.get(mapping.pattern());
			if (name != null) {
				return mapping.to(name);
			}
		}
		return null;
	}

	private static void sendNotFound(DispatcherType type, HttpServletResponse response) throws IOException {
		if (type != DispatcherType.ERROR) {
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
		}
	}

	/**
	 * Return the paths below which {@code DispatcherServlet} serves: an empty string for
	 * all of the application.
	 */
	static List<String> prefixesOfDispatcherServlet(ServletContext servletContext) {
		ServletRegistration registration = servletContext.getServletRegistration(DISPATCHER_SERVLET);
		if (registration == null) {
			return List.of();
		}
		return registration.getMappings()
			.stream()
			.filter((mapping) -> mapping.equals("/") || mapping.endsWith("/*"))
			.map((mapping) -> mapping.substring(0, mapping.lastIndexOf('/')))
			.sorted(Comparator.comparing(String::length).reversed())
			.toList();
	}

}
