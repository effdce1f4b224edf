package io.appinfra.net.http.servlet;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.appinfra.net.http.registration.HandlerDefinition;
import io.appinfra.net.http.routing.PathPatterns;

/**
 * The filters that are mapped to servlets by their names. The container chooses the
 * filters of a request by the servlet that it finds first, which may pass the request on
 * to another.
 */
final class NamedFilters {

	private static final Log logger = LogFactory.getLog(NamedFilters.class);

	private final Map<String, List<String>> mappingsByHandler;

	NamedFilters(Collection<HandlerDefinition> handlers) {
		this.mappingsByHandler = handlers.stream()
			.collect(Collectors.toMap(HandlerDefinition::name,
					(handler) -> handler.patterns().stream().map(PathPatterns::servletMapping).toList()));
	}

	/**
	 * Keep the filters around requests that a handler's servlet forwards to servlets that
	 * are no handler's: the container looks for filters again at a forward. It does not
	 * where a handler's servlet passes a request to another handler, which is a warning.
	 */
	void keep(ServletContext servletContext) {
		servletContext.getFilterRegistrations().values().forEach(this::keep);
	}

	private void keep(FilterRegistration filter) {
		Set<String> others = new TreeSet<>();
		for (String servlet : filter.getServletNameMappings()) {
			if (!this.mappingsByHandler.containsKey(servlet)) {
				others.add(servlet);
			}
			else if (sharesMapping(servlet)) {
				logger.warn(
						"Filter '%s' is mapped to the servlet of handler '%s', which shares paths with other handlers: the filter is not around each of its requests. Map the filter to URL patterns."
							.formatted(filter.getName(), servlet));
			}
		}
		if (!others.isEmpty()) {
			keepAround(others, filter);
		}
	}

	private static void keepAround(Set<String> servlets, FilterRegistration filter) {
		try {
			filter.addMappingForServletNames(EnumSet.of(DispatcherType.FORWARD), true, servlets.toArray(String[]::new));
		}
		catch (IllegalStateException ex) {
			logger.warn(
					"Filter '%s' is mapped to servlets by the names %s: it is not around requests that a handler's servlet passes on to them. Map the filter to URL patterns."
						.formatted(filter.getName(), servlets));
		}
	}

	/**
	 * Return whether the container may find the servlet of another handler for a path of
	 * this one.
	 */
	private boolean sharesMapping(String handler) {
		List<String> own = this.mappingsByHandler.getOrDefault(handler, List.of());
		return this.mappingsByHandler.entrySet()
			.stream()
			.filter((other) -> !other.getKey().equals(handler))
			.flatMap((other) -> other.getValue().stream())
			.anyMatch((other) -> own.stream().anyMatch((mapping) -> meet(mapping, other)));
	}

	private static boolean meet(String mapping, String other) {
		return isWide(mapping) && isWide(other)
				&& (mapping.startsWith(prefix(other)) || other.startsWith(prefix(mapping)));
	}

	private static boolean isWide(String mapping) {
		return mapping.endsWith("/*");
	}

	private static String prefix(String mapping) {
		return mapping.substring(0, mapping.length() - 1);
	}

}
