package io.appinfra.net.http;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The enabled handlers of an application. They are found in the bean definitions; no
 * handler is instantiated for it.
 */
public final class Handlers {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<HandlerDefinition> definitions;

	private final HandlerFilters filters;

	/**
	 * Find the handlers.
	 * @param beanFactory the factory that defines the handlers
	 * @param settings the settings of handlers, by the name of the bean
	 * @param defaultLimits the limits of a handler without settings
	 * @throws org.springframework.boot.diagnostics.FailureAnalyzedException if handlers
	 * or settings cannot be as they are; it tells everything that is wrong
	 */
	public Handlers(ConfigurableListableBeanFactory beanFactory, Map<String, HandlerSettings> settings,
			HandlerLimits defaultLimits) {
		this.beanFactory = beanFactory;
		HandlerFinder finder = new HandlerFinder(beanFactory, settings, defaultLimits);
		this.definitions = finder.find();
		this.filters = finder.findFilters();
		finder.throwIfAnythingIsWrong();
	}

	/**
	 * Describe the handlers, in the order of their definition.
	 * @return the descriptions
	 */
	public List<HandlerDescription> describe() {
		return this.definitions.stream().map(this::describe).toList();
	}

	private HandlerDescription describe(HandlerDefinition definition) {
		List<String> paths = definition.patterns().stream().map(PathPattern::getPatternString).toList();
		return new HandlerDescription(definition.name(), paths, SupportedMethods.of(get(definition)).names());
	}

	List<HandlerDefinition> definitions() {
		return this.definitions;
	}

	RequestHandler get(HandlerDefinition definition) {
		return this.beanFactory.getBean(definition.name(), RequestHandler.class);
	}

	HandlerFilters filters() {
		return this.filters;
	}

	@Nullable ClassLoader classLoader() {
		return this.beanFactory.getBeanClassLoader();
	}

}
