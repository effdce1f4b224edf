package io.appinfra.net.http;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;
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
	 * @param configuration what is configured for handlers
	 * @param otherKinds the kinds of handlers besides {@link RequestHandler}
	 * @throws org.springframework.boot.diagnostics.FailureAnalyzedException if handlers
	 * or settings cannot be as they are; it names everything that is wrong
	 */
	public Handlers(ConfigurableListableBeanFactory beanFactory, HandlerConfiguration configuration,
			List<HandlerKind> otherKinds) {
		this.beanFactory = beanFactory;
		List<HandlerKind> kinds = new ArrayList<>(otherKinds);
		kinds.add(0, new RequestHandlerKind());
		HandlerFinder finder = new HandlerFinder(beanFactory, configuration, kinds);
		this.definitions = finder.find();
		this.filters = finder.findFilters();
		finder.throwIfAnythingIsWrong();
	}

	/**
	 * Return how many handlers there are. None is instantiated for it.
	 * @return the number of handlers
	 */
	public int size() {
		return this.definitions.size();
	}

	/**
	 * Describe the handlers, by kind and in the order of their definition.
	 * @return the descriptions
	 */
	public List<HandlerDescription> describe() {
		return this.definitions.stream().map(this::describe).toList();
	}

	private HandlerDescription describe(HandlerDefinition definition) {
		List<String> paths = definition.patterns().stream().map(PathPattern::getPatternString).toList();
		return new HandlerDescription(definition.name(), paths, methods(definition));
	}

	List<HandlerDefinition> definitions() {
		return this.definitions;
	}

	HandlerFunction<ServerResponse> function(HandlerDefinition definition) {
		return definition.kind().function(definition.name(), get(definition));
	}

	List<String> methods(HandlerDefinition definition) {
		return definition.kind().methods(get(definition));
	}

	private Object get(HandlerDefinition definition) {
		return this.beanFactory.getBean(definition.name(), definition.kind().type());
	}

	HandlerFilters filters() {
		return this.filters;
	}

	ListableBeanFactory beanFactory() {
		return this.beanFactory;
	}

	@Nullable ClassLoader classLoader() {
		return this.beanFactory.getBeanClassLoader();
	}

}
