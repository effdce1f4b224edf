package io.appinfra.net.http.servlet;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Serves what reached the servlet of a handler only because its mapping is wider than its
 * pattern, as if that servlet were not there.
 */
final class DispatcherServletFallback {

	static final String SERVLET_NAME = "dispatcherServlet";

	private DispatcherServletFallback() {
	}

	static void serve(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		ServletContext servletContext = request.getServletContext();
		RequestDispatcher dispatcher = servletContext.getNamedDispatcher(SERVLET_NAME);
		DispatcherType type = request.getDispatcherType();
		if (type == DispatcherType.INCLUDE && dispatcher != null) {
			dispatcher.include(request, response);
			return;
		}
		String prefix = findPrefix(DispatcherRequest.fullPath(request), servletContext);
		if (dispatcher == null || prefix == null) {
			sendNotFound(type, response);
		}
		else {
			dispatcher.forward(new DispatcherRequest(request, prefix), response);
		}
	}

	private static @Nullable String findPrefix(String path, ServletContext servletContext) {
		for (String prefix : prefixes(servletContext)) {
			if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
				return prefix;
			}
		}
		return null;
	}

	/**
	 * Return the paths below which {@code DispatcherServlet} serves: an empty string for
	 * all of the application.
	 */
	static List<String> prefixes(ServletContext servletContext) {
		ServletRegistration registration = servletContext.getServletRegistration(SERVLET_NAME);
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

	private static void sendNotFound(DispatcherType type, HttpServletResponse response) throws IOException {
		if (type != DispatcherType.ERROR) {
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
		}
	}

}
