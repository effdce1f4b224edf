package io.appinfra.net.http.registration;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;

import io.appinfra.net.http.HandlerDescription;
import io.appinfra.net.http.Handlers;
import io.appinfra.net.http.RequestHandler;

/**
 * The enabled handlers of an application. They are found in the bean definitions; no
 * handler is instantiated for it.
 */
public final class RegisteredHandlers implements Handlers {

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
	public RegisteredHandlers(ConfigurableListableBeanFactory beanFactory, HandlerConfiguration configuration,
			List<HandlerKind> otherKinds) {
		this.beanFactory = beanFactory;
		List<HandlerKind> kinds = new ArrayList<>(otherKinds);
		kinds.add(0, new RequestHandlerKind());
		HandlerProblems problems = new HandlerProblems();
		this.definitions = new HandlerFinder(beanFactory, configuration, kinds, problems).find();
		this.filters = new HandlerFilters(beanFactory, problems);
		problems.throwIfAny();
	}

	@Override
	public int size() {
		return this.definitions.size();
	}

	@Override
	public List<HandlerDescription> describe() {
		return this.definitions.stream().map(this::describe).toList();
	}

	private HandlerDescription describe(HandlerDefinition definition) {
		List<String> paths = definition.patterns().stream().map(PathPattern::getPatternString).toList();
		return new HandlerDescription(definition.name(), paths, methods(definition));
	}

	/**
	 * Return what is known of the handlers without their beans.
	 * @return the definitions, by kind and in the order of the bean definitions
	 */
	public List<HandlerDefinition> definitions() {
		return this.definitions;
	}

	/**
	 * Create the function that has a handler answer a request. The handler is
	 * instantiated now.
	 * @param definition the handler
	 * @return the function, without the filters
	 * @throws org.springframework.boot.diagnostics.FailureAnalyzedException if its
	 * {@code @Bean} method returns {@code null}
	 */
	public HandlerFunction<ServerResponse> function(HandlerDefinition definition) {
		return definition.kind().function(definition.name(), get(definition));
	}

	/**
	 * Return the HTTP methods that a handler supports. The handler is instantiated now.
	 * @param definition the handler
	 * @return the names of the methods, in the order of the {@code Allow} header
	 */
	public List<String> methods(HandlerDefinition definition) {
		return definition.kind().methods(get(definition));
	}

	private Object get(HandlerDefinition definition) {
		Object bean = this.beanFactory.getBean(definition.name());
		if (!definition.kind().type().isInstance(bean)) {
			HandlerProblems problems = new HandlerProblems();
			problems.add("Handler '%s' is null: its @Bean method returned null.".formatted(definition.name()),
					"Return a handler, or leave it out with 'appinfra.net.handlers.%s.enabled=false' or a condition."
						.formatted(definition.name()));
			problems.throwIfAny();
		}
		return bean;
	}

	/**
	 * Return the filters around handlers.
	 * @return the filters
	 */
	public HandlerFilters filters() {
		return this.filters;
	}

	/**
	 * Return the factory that defines the handlers.
	 * @return the factory
	 */
	public ListableBeanFactory beanFactory() {
		return this.beanFactory;
	}

}
