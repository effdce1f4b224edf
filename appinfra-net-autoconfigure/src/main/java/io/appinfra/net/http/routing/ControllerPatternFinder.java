package io.appinfra.net.http.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the path patterns of the controllers and endpoints that {@code DispatcherServlet}
 * serves, within the application.
 */
public class ControllerPatternFinder {

	private final ListableBeanFactory beanFactory;

	private final List<String> prefixes;

	/**
	 * Create a finder.
	 * @param beanFactory the factory that defines the controllers
	 * @param prefixes the paths below which {@code DispatcherServlet} serves: an empty
	 * string for all of the application
	 */
	public ControllerPatternFinder(ListableBeanFactory beanFactory, List<String> prefixes) {
		this.beanFactory = beanFactory;
		this.prefixes = List.copyOf(prefixes);
	}

	/**
	 * Find the patterns.
	 * @return the patterns, each once
	 */
	public List<PathPattern> find() {
		Set<PathPattern> patterns = new LinkedHashSet<>();
		for (String prefix : this.prefixes) {
			mappings().forEach((mapping) -> addPatterns(mapping, prefix, patterns));
		}
		return new ArrayList<>(patterns);
	}

	private Collection<RequestMappingInfoHandlerMapping> mappings() {
		return BeanFactoryUtils
			.beansOfTypeIncludingAncestors(this.beanFactory, RequestMappingInfoHandlerMapping.class, true, false)
			.values();
	}

	private static void addPatterns(RequestMappingInfoHandlerMapping mapping, String prefix,
			Set<PathPattern> patterns) {
		for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
			PathPatternsRequestCondition condition = info.getPathPatternsCondition();
			if (condition != null) {
				condition.getPatterns().forEach((pattern) -> patterns.add(within(mapping, prefix, pattern)));
			}
		}
	}

	private static PathPattern within(RequestMappingInfoHandlerMapping mapping, String prefix, PathPattern pattern) {
		return prefix.isEmpty() ? pattern : mapping.getPatternParser().parse(prefix + pattern.getPatternString());
	}

}
