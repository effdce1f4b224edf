package io.appinfra.net.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.util.function.SingletonSupplier;

/**
 * Registers one servlet for each handler, named after its bean. The beans of the handlers
 * are obtained when the container starts the servlets, after all other singletons.
 */
public final class HandlerServletRegistrar implements ServletContextInitializer, DisposableBean {

	private final Handlers handlers;

	private final HandlerSupport support;

	private final @Nullable MultipartConfigElement multipartConfig;

	private final Deadlines deadlines = new Deadlines();

	/**
	 * Create a registrar.
	 * @param handlers the handlers
	 * @param support what the handlers have in common
	 * @param multipartConfig how multipart requests are read, or {@code null} if they are
	 * not
	 */
	public HandlerServletRegistrar(Handlers handlers, HandlerSupport support,
			@Nullable MultipartConfigElement multipartConfig) {
		this.handlers = handlers;
		this.support = support;
		this.multipartConfig = multipartConfig;
	}

	@Override
	public void onStartup(ServletContext servletContext) {
		Map<HandlerDefinition, Supplier<HandlerRunner>> runners = new LinkedHashMap<>();
		HandlerRunnerFactory factory = new HandlerRunnerFactory(this.handlers, this.support, this.deadlines);
		for (HandlerDefinition definition : this.handlers.definitions()) {
			runners.put(definition, SingletonSupplier.of(() -> factory.create(definition)));
		}
		Router router = new Router(servletContext.getContextPath(), runners, controllerPatterns(servletContext));
		HandlerServletRegistrations registrations = new HandlerServletRegistrations(servletContext,
				this.multipartConfig);
		runners.forEach((definition, runner) -> registrations.add(definition, new HandlerServlet(runner, router)));
		registrations.throwIfAnyFailed();
	}

	private ControllerPatterns controllerPatterns(ServletContext servletContext) {
		return new ControllerPatterns(new ControllerPatternFinder(this.handlers.beanFactory(), servletContext)::find);
	}

	@Override
	public void destroy() {
		this.deadlines.close();
	}

}
