package io.appinfra.net.http.servlet;

import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps filters that are mapped to {@code DispatcherServlet} by its name around the
 * requests that the servlet of a handler passes on to it. The container chooses the
 * filters of a request by the servlet that it finds first, and asks again for a forward.
 */
final class DispatcherServletFilters {

	private static final Log logger = LogFactory.getLog(DispatcherServletFilters.class);

	private static final String KEPT = DispatcherServletFilters.class.getName();

	private DispatcherServletFilters() {
	}

	static void keep(ServletContext servletContext) {
		if (servletContext.getAttribute(KEPT) != null) {
			return;
		}
		servletContext.setAttribute(KEPT, true);
		servletContext.getFilterRegistrations().values().forEach(DispatcherServletFilters::keep);
	}

	private static void keep(FilterRegistration filter) {
		if (!filter.getServletNameMappings().contains(DispatcherServletFallback.SERVLET_NAME)) {
			return;
		}
		try {
			filter.addMappingForServletNames(EnumSet.of(DispatcherType.FORWARD), true,
					DispatcherServletFallback.SERVLET_NAME);
		}
		catch (IllegalStateException ex) {
			logger.warn(
					"Filter '%s' is mapped to '%s' by its name, and is not around requests that a handler's servlet passes on to it: map it to URL patterns."
						.formatted(filter.getName(), DispatcherServletFallback.SERVLET_NAME));
		}
	}

}
