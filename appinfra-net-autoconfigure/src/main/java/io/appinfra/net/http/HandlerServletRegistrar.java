package io.appinfra.net.http;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.function.SingletonSupplier;

/**
 * Registers one servlet for each handler, named after its bean. The beans of the handlers
 * are obtained when the container starts the servlets, after all other singletons.
 */
public final class HandlerServletRegistrar implements ServletContextInitializer, DisposableBean {

	private final Handlers handlers;

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	private final @Nullable MultipartConfigElement multipartConfig;

	private final @Nullable Duration asyncTimeout;

	private final Deadlines deadlines = new Deadlines();

	/**
	 * Create a registrar.
	 * @param handlers the handlers
	 * @param converters the message converters of the application
	 * @param multipartConfig how multipart requests are read, or {@code null} if they are
	 * not
	 * @param asyncTimeout until an asynchronous answer that does not say it itself has to
	 * be complete, or {@code null} if the container says so
	 */
	public HandlerServletRegistrar(Handlers handlers, Supplier<List<HttpMessageConverter<?>>> converters,
			@Nullable MultipartConfigElement multipartConfig, @Nullable Duration asyncTimeout) {
		this.handlers = handlers;
		this.converters = converters;
		this.multipartConfig = multipartConfig;
		this.asyncTimeout = asyncTimeout;
	}

	@Override
	public void onStartup(ServletContext servletContext) {
		Map<HandlerDefinition, Supplier<HandlerRunner>> runners = new LinkedHashMap<>();
		HandlerRunnerFactory factory = new HandlerRunnerFactory(this.handlers, this.converters, this.asyncTimeout,
				this.deadlines, temporaryDirectory(servletContext));
		for (HandlerDefinition definition : this.handlers.definitions()) {
			runners.put(definition, SingletonSupplier.of(() -> factory.create(definition)));
		}
		Router router = new Router(servletContext.getContextPath(), runners);
		HandlerServletRegistrations registrations = new HandlerServletRegistrations(servletContext,
				this.multipartConfig);
		runners.forEach((definition, runner) -> registrations.add(definition, new HandlerServlet(runner, router)));
		registrations.throwIfAnyFailed();
	}

	/**
	 * Return the directory that the container provides (Jakarta Servlet 6.1 section
	 * 4.8.1).
	 */
	private static Path temporaryDirectory(ServletContext servletContext) {
		return ((File) servletContext.getAttribute(ServletContext.TEMPDIR)).toPath();
	}

	@Override
	public void destroy() {
		this.deadlines.close();
	}

}
