package io.appinfra.net.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Registers one servlet for each handler, named after its bean. The beans of the handlers
 * are obtained when the container starts the servlets, after all other singletons.
 */
public final class HandlerServletRegistrar implements ServletContextInitializer {

	private final Handlers handlers;

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	private final @Nullable MultipartConfigElement multipartConfig;

	/**
	 * Create a registrar.
	 * @param handlers the handlers
	 * @param converters the message converters of the application
	 * @param multipartConfig how multipart requests are read, or {@code null} if they are
	 * not
	 */
	public HandlerServletRegistrar(Handlers handlers, Supplier<List<HttpMessageConverter<?>>> converters,
			@Nullable MultipartConfigElement multipartConfig) {
		this.handlers = handlers;
		this.converters = converters;
		this.multipartConfig = multipartConfig;
	}

	@Override
	public void onStartup(ServletContext servletContext) {
		Map<HandlerDefinition, Supplier<HandlerRunner>> runners = new LinkedHashMap<>();
		for (HandlerDefinition definition : this.handlers.definitions()) {
			runners.put(definition, SingletonSupplier.of(() -> createRunner(definition)));
		}
		Router router = new Router(servletContext.getContextPath(), runners);
		HandlerServletRegistrations registrations = new HandlerServletRegistrations(servletContext,
				this.multipartConfig);
		runners.forEach((definition, runner) -> registrations.add(definition, new HandlerServlet(runner, router)));
		registrations.throwIfAnyFailed();
	}

	/**
	 * Create what runs a handler. Whatever is to be around the handler goes around its
	 * function.
	 */
	private HandlerRunner createRunner(HandlerDefinition definition) {
		List<HttpMessageConverter<?>> messageConverters = this.converters.get();
		RequestObservation observation = RequestObservation.create(this.handlers.classLoader());
		HandlerFunction<ServerResponse> function = new HandlerCall(definition.name(), this.handlers.get(definition));
		HandlerFailures failures = new HandlerFailures(definition.name(), new ProblemWriter(messageConverters),
				observation);
		return new HandlerRunner(function, messageConverters, observation, failures);
	}

}
